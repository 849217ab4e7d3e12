import type { Pages } from "../api/pages";
import { useText, type Words } from "../text";
import { parts } from "../words/parts";
import { Button } from "./buttons";
import { ProblemNote } from "./loaded";

/** The button that loads a list's next page, while there is one. */
export function LoadMore({ pages, words }: { pages: Pick<Pages<never>, "loadMore" | "busy" | "problem">; words: Words }) {
  const t = useText();
  if (!pages.loadMore) return null;
  return (
    <>
      <ProblemNote problem={pages.problem} />
      <Button wide kind="plain" busy={pages.busy} busyWords={parts.loading} onClick={pages.loadMore}>{t(words)}</Button>
    </>
  );
}
