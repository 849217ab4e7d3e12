import { useText } from "../text";
import { parts } from "../words/parts";
import { stepUp } from "./overlay";

/** Asks for a second factor over the page, with what was typed there, and for setting one up where there is none; then `proved` runs. */
export function StepUp({ proved }: { proved?: (() => void) | undefined }) {
  const t = useText();
  return <button type="button" class="button" onClick={() => stepUp.ask(proved)}>{t(parts.stepUp)}</button>;
}
