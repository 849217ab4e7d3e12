import { useHome } from "../api/home";
import { useText } from "../text";
import { fullDay } from "../text/time";
import { closed } from "../words/closed";

/** After a reset of a student's secret: what is their own stays closed for a week, and an adult can still be reached. */
export function ClosedNote() {
  const t = useText();
  const until = useHome().data?.closedUntil;
  return until ? <p class="note" role="status">{t(closed(fullDay(until)))}</p> : null;
}
