import type { Words } from "../text";
import { untilMidnight } from "../words/end-time";
import { Input } from "./fields";

/** A time of day at which something ends. A time input has no 24:00: its midnight is that, and is said. */
export function EndTime({ label, value, onValue, error }: { label: Words; value: string; onValue: (value: string) => void; error?: string }) {
  const midnight = value === "24:00";
  return <Input label={label} hint={midnight ? untilMidnight : undefined} type="time" required value={midnight ? "00:00" : value} onValue={(to) => onValue(to === "00:00" ? "24:00" : to)} error={error} />;
}
