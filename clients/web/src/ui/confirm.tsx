import { useText, type Words } from "../text";
import { parts } from "../words/parts";
import { Button, type ButtonKind } from "./buttons";
import { overlay } from "./overlay";
import { Sheet } from "./sheet";

/** Asks before something that cannot be undone: `action` is the button's text, `consequence` says what follows. Red where something ends. */
export function confirm(action: Words, consequence: Words, kind: ButtonKind = "danger"): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      overlay.set(null);
      resolve(yes);
    };
    overlay.set(<Question action={action} consequence={consequence} kind={kind} answer={answer} />);
  });
}

function Question({ action, consequence, kind, answer }: { action: Words; consequence: Words; kind: ButtonKind; answer: (yes: boolean) => void }) {
  const t = useText();
  return (
    <div class="above">
      <Sheet title={action} onClose={() => answer(false)}>
        <p>{t(consequence)}</p>
        <Button wide kind={kind} onClick={() => answer(true)}>{t(action)}</Button>
        <Button wide kind="plain" onClick={() => answer(false)}>{t(parts.notNow)}</Button>
      </Sheet>
    </div>
  );
}
