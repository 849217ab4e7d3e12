import { useEffect } from "preact/hooks";
import { Value, useValue } from "../storage/value";
import { type Words, useText } from "../text";

const said = new Value<Words | undefined>(undefined);

/** Says that something is done, for four seconds. */
export function tell(words: Words): void {
  said.set(undefined);
  said.set(words);
}

export function Toast() {
  const t = useText();
  const words = useValue(said);
  useEffect(() => {
    if (!words) return;
    const timer = setTimeout(() => said.set(undefined), 4000);
    return () => clearTimeout(timer);
  }, [words]);
  return <div class="toast" role="status">{words && t(words)}</div>;
}
