import type { Pages } from "../api/more";
import { type Words, useText } from "../text";
import { parts } from "../words/parts";
import { Button } from "./buttons";
import { Wrong } from "./shown";

/** The way to a list's next page, while there is one. */
export function Older({ of, words }: { of: Pick<Pages<never>, "more" | "busy" | "problem">; words: Words }) {
  const t = useText();
  if (!of.more) return null;
  return (
    <>
      <Wrong problem={of.problem} />
      <Button wide kind="plain" busy={of.busy} doing={parts.loading} onClick={of.more}>{t(words)}</Button>
    </>
  );
}
