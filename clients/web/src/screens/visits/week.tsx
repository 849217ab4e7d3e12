import { useRef, useState } from "preact/hooks";
import { useValue } from "../../storage/value";
import { useText } from "../../text";
import { textSize } from "../../text/size";
import { weekday } from "../../text/time";
import { given as givenWords } from "../../words/availability";
import { words } from "../../words/visits";

/** The first hour at which families are visited, the last that is shown at once, and the day's end, for who works late. */
const FIRST = 8;
const LAST = 21;
const END = 24;

export interface Span {
  weekday: number;
  fromTime: string;
  toTime: string;
}

const clockOf = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

interface WeekProps {
  chosen: string[];
  onChosen: (chosen: string[]) => void;
  days: number[];
  /** Hours in which a time was given before, as pairs like those of `chosen`. */
  given?: string[];
}

interface ShownProps extends WeekProps {
  hours: number[];
}

const HOURS = Array.from({ length: END - FIRST }, (_, at) => FIRST + at);

/** The name of an hour to tap, which says so where it was given before. */
function useHourName(given: string[] = []) {
  const t = useText();
  return (day: number, hour: number) => {
    const name = words.cell(weekday(day, "long"), clockOf(hour), clockOf(hour + 1));
    return t(given.includes(`${day} ${hour}`) ? givenWords.cell(name) : name);
  };
}

/** A week to tap. `chosen` holds "weekday hour" pairs. Large type has one day at a time: seven columns would be too narrow to hit. */
export function Week(props: WeekProps) {
  const t = useText();
  const size = useValue(textSize);
  const [late, setLate] = useState(false);
  const taken = [...props.chosen, ...(props.given ?? [])].some((pair) => Number(pair.split(" ")[1]) >= LAST);
  const hours = late || taken ? HOURS : HOURS.slice(0, LAST - FIRST);
  return (
    <>
      {size === "larger" || size === "largest" ? <DayByDay {...props} hours={hours} /> : <Grid {...props} hours={hours} />}
      {!taken && <button type="button" class="button plain" aria-expanded={late} onClick={() => setLate(!late)}>{t(givenWords.late)}</button>}
    </>
  );
}

function toggled(chosen: string[], key: string): string[] {
  return chosen.includes(key) ? chosen.filter((hour) => hour !== key) : [...chosen, key];
}

/** The days as buttons, then the hours of the day that is shown. A day with hours chosen says how many. */
function DayByDay({ chosen, onChosen, days, given, hours }: ShownProps) {
  const nameOf = useHourName(given);
  const [shown, setShown] = useState(days[0]);
  const countOf = (day: number) => chosen.filter((key) => key.startsWith(`${day} `)).length;
  return (
    <div role="group" aria-labelledby="tap-week" class="stack">
      <div class="choices">
        {days.map((day) => <button key={day} type="button" class="button" aria-pressed={day === shown} onClick={() => setShown(day)}>{weekday(day)}{countOf(day) > 0 && ` (${countOf(day)})`}</button>)}
      </div>
      <div class="choices">
        {shown !== undefined && hours.map((hour) => {
          const key = `${shown} ${hour}`;
          return <button key={key} type="button" class="button" aria-pressed={chosen.includes(key)} aria-label={nameOf(shown, hour)} data-given={given?.includes(key)} onClick={() => onChosen(toggled(chosen, key))}>{clockOf(hour)}</button>;
        })}
      </div>
    </div>
  );
}

/** How far each arrow goes: days, hours. */
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** One column for each day, one row for each hour. It is one stop of the keyboard: arrows go from cell to cell. */
function Grid({ chosen, onChosen, days, given, hours }: ShownProps) {
  const nameOf = useHourName(given);
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<[day: number, hour: number]>([0, 0]);
  const current = days.includes(days[at[0]] ?? 0) ? at : [0, 0];
  const onKey = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    const clamp = (place: number, count: number) => Math.max(0, Math.min(place, count - 1));
    const [day, hour] = [clamp(current[0]! + step[0], days.length), clamp(current[1]! + step[1], hours.length)];
    setAt([day, hour]);
    grid.current?.querySelectorAll<HTMLButtonElement>(".week-cell")[hour * days.length + day]?.focus();
  };
  return (
    <div ref={grid} role="group" aria-labelledby="tap-week" class="week" onKeyDown={onKey} style={{ gridTemplateColumns: `min(2.25rem, 11.5vw) repeat(${days.length}, minmax(0, 1fr))` }}>
      <span />
      {days.map((day) => <span key={day} class="week-head" aria-hidden="true">{weekday(day)}</span>)}
      {hours.map((hour, row) => (
        <>
          <span class="week-hour" aria-hidden="true">{hour}:00</span>
          {days.map((day, column) => {
            const key = `${day} ${hour}`;
            return <button key={key} type="button" class="week-cell" tabIndex={column === current[0] && row === current[1] ? 0 : -1} onFocus={() => setAt([column, row])} aria-pressed={chosen.includes(key)} aria-label={nameOf(day, hour)} data-given={given?.includes(key)} onClick={() => onChosen(toggled(chosen, key))} />;
          })}
        </>
      ))}
    </div>
  );
}

/** The hours of which a span takes at least a part. */
export function hoursOf({ weekday, fromTime, toTime }: Span): string[] {
  return HOURS.filter((hour) => fromTime < clockOf(hour + 1) && clockOf(hour) < toTime).map((hour) => `${weekday} ${hour}`);
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
