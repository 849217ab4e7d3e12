import { useText } from "../text";
import { parts } from "../words/parts";

/** The ways to a session with a second factor. */
export function StepUp() {
  const t = useText();
  return <p><a href="/sign-in/staff">{t(parts.stepUp)}</a> · <a href="/me/safety">{t(parts.stepUpFirst)}</a></p>;
}
