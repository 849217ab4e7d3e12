import { type Say, useText } from "../../text";
import { plainDay } from "../../text/time";
import { Facts } from "../../ui/cells";
import { Bars } from "../../ui/figures";
import { Section } from "../../ui/page";
import { words } from "../../words/publicity";
import type { Line } from "./types";

/** Sums by kind: as bars of people, and as numbers. Kinds of which there was nothing are left out. */
export function Lines({ lines, people }: { lines: Line[]; people: number }) {
  const t = useText();
  const some = lines.filter((line) => line.count);
  if (!some.length) return null;
  return (
    <Section title={words.sums}>
      <Bars label={words.sums} bars={some.map((line) => ({ name: t(words.kinds[line.kind]), part: line.people, whole: people }))} />
      <Facts counts of={[...some.map((line): [string, string] => [t(words.kinds[line.kind]), t(words.counted(line.count, line.people))]), [t(words.total), people]]} />
    </Section>
  );
}

/** A return's day and edition, in words. */
export function filedWords(t: Say, filed: { filedOn: string; edition: number }): string {
  return t(words.filedOn(plainDay(filed.filedOn), filed.edition));
}
