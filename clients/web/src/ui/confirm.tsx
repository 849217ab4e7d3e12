import { Value, useValue } from "../storage/value";
import { type Words, useText } from "../text";
import { parts } from "../words/parts";
import { Button } from "./buttons";
import { Sheet } from "./sheet";

interface Question {
  what: Words;
  more: Words;
  answer: (yes: boolean) => void;
}

const asked = new Value<Question | undefined>(undefined);

/** Asks before something that cannot be taken back: `what` is done on the button's word, `more` says what it means. */
export function confirm(what: Words, more: Words): Promise<boolean> {
  return new Promise((answer) => asked.set({ what, more, answer }));
}

/** The question, above all that is on the screen, another sheet included. */
export function Sure() {
  const t = useText();
  const question = useValue(asked);
  if (!question) return null;
  const end = (yes: boolean) => {
    asked.set(undefined);
    question.answer(yes);
  };
  return (
    <div class="above">
      <Sheet title={question.what} onClose={() => end(false)}>
        <p>{t(question.more)}</p>
        <Button wide kind="main" onClick={() => end(true)}>{t(question.what)}</Button>
        <Button wide kind="plain" onClick={() => end(false)}>{t(parts.notNow)}</Button>
      </Sheet>
    </div>
  );
}
