import { spanLines } from "../text/time";

/** A day and its hours, one under the other: what a button to choose a time says. */
export function Span({ from, to, zone }: { from: string; to: string; zone?: string }) {
  const [on, hours] = spanLines(from, to, zone);
  return <>{on}<br />{hours}</>;
}
