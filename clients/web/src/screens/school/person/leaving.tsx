import type { Shape } from "../../../api/client";
import { fieldError } from "../../../api/problem";
import type { Mutation } from "../../../api/write";
import { useText, type Words } from "../../../text";
import { isoDay, plainDay } from "../../../text/time";
import { Input } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { Section } from "../../../ui/page";
import { words } from "../../../words/leaving";
import { useChange } from "./change";

/** Recording that somebody leaves on a day, or taking it back: the page stays. */
export function usePlanned(): ReturnType<typeof useChange> {
  return useChange(() => undefined, words.recorded);
}

/** The last day of somebody who leaves; none: today, at once. */
export function LastDay({ value, onValue, mutation }: { value: string; onValue: (day: string) => void; mutation: Mutation }) {
  return <Input label={words.lastDay} hint={words.lastDayHint} type="date" min={isoDay(new Date())} value={value} onValue={onValue} error={fieldError(mutation.problem, "lastDay")} />;
}

/** What was recorded, and how to take it back. */
export function Planned({ title, end, mutation, takeBack }: { title: Words; end: NonNullable<Shape<"PersonStaff">["leaving"]>; mutation: Mutation; takeBack: () => void }) {
  const t = useText();
  return (
    <Section title={title}>
      <p>{t(words.planned(plainDay(end.lastDay)))}</p>
      {end.successorName && <p class="quiet">{t(words.successor(end.successorName))}</p>}
      <Form mutation={mutation} send={takeBack} button={words.takeBack} kind="danger" />
    </Section>
  );
}
