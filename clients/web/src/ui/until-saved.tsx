import { type ComponentChildren, createContext } from "preact";
import { useContext, useRef, useState } from "preact/hooks";
import { useText } from "../text";
import { words } from "../words/until-saved";
import { Button } from "./buttons";

interface Versioned {
  version: number;
}

/** Called once what was sent is saved, with the version that the answer has; where it has none, it is the next one. */
type OnSaved = (answer?: { version?: number }) => void;

const Saved = createContext<OnSaved>(() => undefined);

export const useSaved = () => useContext(Saved);

/**
 * One version of something with the form that changes it. A newer one replaces both, but takes nothing away that was typed and not
 * saved: after one's own save the form stays and goes on from the saved version; after somebody else's it stays on the old one, so
 * that the server refuses to write over theirs, and the person decides.
 */
export function UntilSaved<T extends Versioned>({ of, children }: { of: T; children: (of: T) => ComponentChildren }) {
  const t = useText();
  const [, draw] = useState(0);
  const shown = useRef({ of, key: of.version });
  const own = useRef<number | undefined>(undefined);
  /** How many changes of the fields there were in all, before the last press of the button, and before what is saved. */
  const typed = useRef(0);
  const sent = useRef(0);
  const saved = useRef(0);
  const isDirty = typed.current > saved.current;
  if (of.version === shown.current.of.version || of.version === own.current) shown.current.of = of;
  if (!isDirty) shown.current = { of, key: of.version };
  const onSaved: OnSaved = (answer) => {
    saved.current = sent.current;
    own.current = answer?.version ?? shown.current.of.version + 1;
  };
  const replace = () => {
    saved.current = typed.current;
    draw((before) => before + 1);
  };
  const isOld = shown.current.of.version !== of.version;
  return (
    <div class="stack" onInputCapture={() => typed.current++} onClickCapture={(event) => isPress(event) && typed.current++} onSubmitCapture={() => (sent.current = typed.current)}>
      {isOld && <p class="note soon" role="status">{t(words.changed)}</p>}
      {isOld && <Button wide onClick={replace}>{t(words.show)}</Button>}
      <Saved.Provider key={shown.current.key} value={onSaved}>{children(shown.current.of)}</Saved.Provider>
    </div>
  );
}

/** Whether a button within a form was pressed that changes what is in it, such as one that takes a line out. */
function isPress({ target }: Event): boolean {
  const button = (target as Element).closest("button");
  return button?.type === "button" && button.closest("form") !== null;
}
