import { useText } from "../text";
import { clock } from "../text/time";
import { words } from "../words/drafts";
import { Button } from "./buttons";
import { confirm } from "./confirm";
import type { ServerDraft } from "./server-draft";

/** Says when a sealed draft was saved and who opens it, or why it was not; and empties it. */
export function DraftLine<T>({ draft: { state, discard } }: { draft: ServerDraft<T> }) {
  const t = useText();
  const { savedAt, problem, over } = state;
  const empty = async () => {
    if (await confirm(words.discard, words.discardMore)) discard();
  };
  return (
    <div class="draft-line quiet small" aria-live="polite">
      {over ? <p>{t(words.over)}</p> : problem ? <p>{t(words.unsaved)}{problem.message}</p> : savedAt && <p>{t(words.saved(clock(new Date(savedAt))))}</p>}
      {savedAt && !over && <Button kind="plain" onClick={() => void empty()}>{t(words.discard)}</Button>}
    </div>
  );
}
