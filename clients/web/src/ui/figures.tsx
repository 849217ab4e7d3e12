/** Charts in plain SVG, each with a table of the same numbers for screen readers. */
import { useValue } from "../storage/value";
import { useText, type Words } from "../text";
import { type Size, textSize } from "../text/size";
import { isoDay, month, plainDay } from "../text/time";
import { charts } from "../words/charts";

export interface Bar {
  name: string;
  part: number;
  whole: number;
}

/** Parts of a whole: a table, with a bar below each row. */
export function Bars({ bars, label }: { bars: Bar[]; label: Words }) {
  const t = useText();
  return (
    <div class="card">
      <table class="bars">
        <caption class="sr">{t(label)}</caption>
        <thead>
          <tr>
            <th scope="col"><span class="sr">{t(charts.name)}</span></th>
            <th scope="col"><span class="sr">{t(charts.ofAll)}</span></th>
          </tr>
        </thead>
        <tbody>{bars.map((bar) => [<BarRow key={bar.name} bar={bar} />, <BarShape key={`${bar.name} drawn`} bar={bar} />])}</tbody>
      </table>
    </div>
  );
}

function BarRow({ bar }: { bar: Bar }) {
  return (
    <tr>
      <th scope="row">{bar.name}</th>
      <td>{bar.part} / {bar.whole}</td>
    </tr>
  );
}

function BarShape({ bar }: { bar: Bar }) {
  return (
    <tr aria-hidden="true">
      <td colSpan={2}>
        <svg viewBox="0 0 100 4" preserveAspectRatio="none">
          <rect class="ground" width="100" height="4" />
          <rect class="fill" width={bar.whole ? (100 * bar.part) / bar.whole : 0} height="4" />
        </svg>
      </td>
    </tr>
  );
}

/** A count in a table's cell, with a bar of its share of the whole. */
export function Share({ part, whole }: { part: number; whole: number }) {
  const percent = whole ? (100 * part) / whole : 0;
  return (
    <span class="share">
      <span class="share-count">{part}</span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="8" /><rect class="fill" width={percent} height="8" /></svg>
      <span class="quiet small">{Math.round(percent)}%</span>
    </span>
  );
}

const CELL = 10;
const MONTHS = 14;
/** Weeks in a row. Half a year: with a whole one, days would be too small to see on a phone. Large text has larger days. */
const WEEKS: Record<Size, number> = { normal: 27, large: 27, larger: 18, largest: 14 };
const ROW = 7 * CELL + MONTHS + 4;
const DAY = 86_400_000;

/** A year of days as a calendar: one column for each week, darker for higher counts. Days are dates of the organisation. */
export function Year({ days, since, until, label, column }: { days: { on: string; count: number }[]; since: string; until: string; label: Words; column: (count: number) => Words }) {
  const t = useText();
  const weeksInRow = WEEKS[useValue(textSize)];
  const counts = new Map(days.map((day) => [day.on, day.count]));
  const highest = Math.max(1, ...counts.values());
  const first = Date.parse(`${since}T00:00:00Z`);
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
  const last = Date.parse(`${until}T00:00:00Z`);
  const weeks = Math.floor((last - monday) / (7 * DAY)) + 1;
  const cells = [];
  for (let time = first; time <= last; time += DAY) {
    const count = counts.get(isoDay(new Date(time), "UTC")) ?? 0;
    const dayIndex = Math.round((time - monday) / DAY);
    cells.push(
      <rect key={time} class={`level-${Math.ceil((3 * count) / highest)}`} {...positionOf(dayIndex, weeksInRow)} width={CELL - 2} height={CELL - 2} rx="2" />,
    );
  }
  return (
    <figure class="figure card">
      <svg viewBox={`0 0 ${Math.min(weeks, weeksInRow) * CELL + 8} ${Math.ceil(weeks / weeksInRow) * ROW}`} aria-hidden="true">
        {cells}
        {months(first, last).map((at) => {
          const { x, y } = positionOf(Math.floor((at - monday) / (7 * DAY)) * 7, weeksInRow);
          return <text key={at} x={x} y={y + 7 * CELL + MONTHS - 3}>{month(new Date(at))}</text>;
        })}
      </svg>
      <table class="sr">
        <caption>{t(label)}</caption>
        <tbody>
          {days.map((day) => (
            <tr key={day.on}>
              <th scope="row">{plainDay(day.on)}</th>
              <td>{t(column(day.count))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption>{t(charts.darker)}</figcaption>
    </figure>
  );
}

/** The position of a day, counted from the first Monday. */
function positionOf(dayIndex: number, weeksInRow: number): { x: number; y: number } {
  const week = Math.floor(dayIndex / 7);
  return { x: (week % weeksInRow) * CELL, y: Math.floor(week / weeksInRow) * ROW + (dayIndex % 7) * CELL };
}

/** The first days of every other month: the labels of the calendar. */
function months(first: number, last: number): number[] {
  const firsts = [];
  for (let at = new Date(first); at.getTime() <= last; at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 2, 1))) firsts.push(at.getTime());
  return firsts;
}
