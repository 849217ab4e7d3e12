import { useText } from "../text";
import { parts } from "../words/parts";
import { stepUp } from "./overlay";

/** The ways to a session with a second factor. A sheet asks for it, over the page with what was typed there; then `proved` runs. */
export function StepUp({ proved }: { proved?: (() => void) | undefined }) {
  const t = useText();
  return <p><button type="button" class="button" onClick={() => stepUp.ask(proved)}>{t(parts.stepUp)}</button> <a href="/me/safety">{t(parts.stepUpFirst)}</a></p>;
}
