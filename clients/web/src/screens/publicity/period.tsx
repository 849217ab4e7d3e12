import { download } from "../../api/download";
import { useMutation } from "../../api/write";
import { useText, type Words } from "../../text";
import { Button } from "../../ui/buttons";
import { ProblemNote } from "../../ui/loaded";
import { words } from "../../words/publicity";
import type { Period } from "./types";

/** The period's name between the steps to the one before and the one after. */
export function Steps({ period, firstDay, lastDay, onDay }: { period: Period; firstDay: string; lastDay: string; onDay: (day: string) => void }) {
  const t = useText();
  return (
    <>
      <h2>{t(words.periodName(period, firstDay))}</h2>
      <div class="buttons">
        <Button onClick={() => onDay(shifted(firstDay, -1))}>{t(words.earlier)}</Button>
        <Button onClick={() => onDay(shifted(lastDay, 1))}>{t(words.later)}</Button>
      </div>
    </>
  );
}

function shifted(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
}

/** Saves the period as a workbook. */
export function Export({ path, query, name }: { path: string; query: { period: Period; day?: string }; name: Words }) {
  const t = useText();
  const mutation = useMutation();
  const send = () => void mutation.run(() => download(`${path}?${new URLSearchParams(query)}`, `${t(name)}.xlsx`));
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Button wide busy={mutation.busy} onClick={send}>{t(words.export)}</Button>
    </>
  );
}
