import { useEffect } from "preact/hooks";
import { useValue, Value } from "../storage/value";
import { useText, type Words } from "../text";

const VISIBLE_FOR = 4000;
const shown = new Value<Words | undefined>(undefined);

/** Shows a short message at the bottom, for four seconds. */
export function toast(words: Words): void {
  shown.set(undefined); // the same words again start their time again
  shown.set(words);
}

export function Toast() {
  const t = useText();
  const words = useValue(shown);
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => shown.set(undefined), VISIBLE_FOR);
    return () => clearTimeout(timer);
  }, [words]);
  return <div class="toast" role="status">{words && t(words)}</div>;
}
