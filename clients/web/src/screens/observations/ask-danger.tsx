import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { overlay } from "../../ui/overlay";
import { Sheet } from "../../ui/sheet";
import { words } from "../../words/observations";
import { DangerNow } from "./danger-now";
import { mentionsDanger } from "./danger-words";

/** Asks before an ordinary report is sent whose words may mean danger. A person decides; undefined: back to writing. */
export function decideUrgent(text: string, urgent: boolean): Promise<boolean | undefined> {
  if (urgent || !mentionsDanger(text)) return Promise.resolve(urgent);
  return new Promise((resolve) => {
    const answer = (decided: boolean | undefined) => {
      overlay.set(null);
      resolve(decided);
    };
    overlay.set(<Question answer={answer} />);
  });
}

function Question({ answer }: { answer: (decided: boolean | undefined) => void }) {
  const t = useText();
  return (
    <div class="above">
      <Sheet title={words.maybeDanger} onClose={() => answer(undefined)}>
        <p>{t(words.maybeDangerLead)}</p>
        <Button wide kind="main" onClick={() => answer(true)}>{t(words.tellNow)}</Button>
        <Button wide onClick={() => answer(false)}>{t(words.sendOrdinary)}</Button>
        <p><DangerNow /></p>
      </Sheet>
    </div>
  );
}
