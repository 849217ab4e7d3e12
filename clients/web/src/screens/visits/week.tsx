import { useText } from "../../text";
import { weekday } from "../../text/time";
import { words } from "../../words/visits";

/** The first and last hour at which families are visited. */
const FIRST = 8;
const LAST = 21;

export interface Span {
  weekday: number;
  fromTime: string;
  toTime: string;
}

const clockOf = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** A week to tap: one column for each day, one row for each hour. `chosen` holds "weekday hour" pairs. */
export function Week({ chosen, onChosen, days }: { chosen: string[]; onChosen: (chosen: string[]) => void; days: number[] }) {
  const t = useText();
  const toggle = (key: string) => onChosen(chosen.includes(key) ? chosen.filter((hour) => hour !== key) : [...chosen, key]);
  const hours = Array.from({ length: LAST - FIRST }, (_, at) => FIRST + at);
  return (
    <div role="group" aria-labelledby="tap-week" class="week" style={{ gridTemplateColumns: `min(2.25rem, 11.5vw) repeat(${days.length}, minmax(0, 1fr))` }}>
      <span />
      {days.map((day) => <span key={day} class="week-head" aria-hidden="true">{weekday(day)}</span>)}
      {hours.map((hour) => (
        <>
          <span class="week-hour" aria-hidden="true">{hour}:00</span>
          {days.map((day) => {
            const key = `${day} ${hour}`;
            return <button key={key} type="button" class="week-cell" aria-pressed={chosen.includes(key)} aria-label={t(words.cell(weekday(day, "long"), clockOf(hour), clockOf(hour + 1)))} onClick={() => toggle(key)} />;
          })}
        </>
      ))}
    </div>
  );
}

/** Consecutive hours become one span. */
export function spansOf(chosen: string[]): Span[] {
  const hours = chosen.map((hour) => hour.split(" ").map(Number) as [number, number]).sort(([a, b], [c, d]) => a - c || b - d);
  const spans: Span[] = [];
  for (const [day, hour] of hours) {
    const last = spans[spans.length - 1];
    if (last && last.weekday === day && last.toTime === clockOf(hour)) last.toTime = clockOf(hour + 1);
    else spans.push({ weekday: day, fromTime: clockOf(hour), toTime: clockOf(hour + 1) });
  }
  return spans;
}
