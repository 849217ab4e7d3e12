import { spanLines } from "../text/time";

/** A day and its hours on two lines: the text of a button that chooses a time. */
export function Span({ from, to, zone }: { from: string; to: string; zone?: string }) {
  const [on, hours] = spanLines(from, to, zone);
  return <>{on}<br />{hours}</>;
}
