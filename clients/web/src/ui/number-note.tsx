import type { Home } from "../api/home";
import { useText } from "../text";
import { fullDay } from "../text/time";
import { closed } from "../words/number-closed";

/** While a moved number is not confirmed: what stays closed, and what to do. */
export function NumberNote({ home }: { home: Home | undefined }) {
  const t = useText();
  const until = home?.numberClosedUntil;
  return until ? <p class="note soon" role="status">{t(closed(fullDay(until)))}</p> : null;
}
