/** Figures drawn in plain SVG; whoever cannot see them reads a table of the same. */
import { type Words, useText } from "../text";
import { parts } from "../words/parts";
import { isoDay, month, plainDay } from "../text/time";

export interface Bar {
  name: string;
  part: number;
  whole: number;
  href?: string;
}

/** How much of a whole each line has. */
export function Bars({ bars, label }: { bars: Bar[]; label: Words }) {
  const t = useText();
  return (
    <ul class="bars card" aria-label={t(label)}>
      {bars.map((bar) => (
        <li key={bar.name}>
          <div class="bar-head">
            <span>{bar.href ? <a href={bar.href}>{bar.name}</a> : bar.name}</span>
            <span>{bar.part} / {bar.whole}</span>
          </div>
          <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
            <rect class="ground" width="100" height="4" />
            <rect class="fill" width={bar.whole ? (100 * bar.part) / bar.whole : 0} height="4" />
          </svg>
        </li>
      ))}
    </ul>
  );
}

const CELL = 10;
const MONTHS = 14;
/** Half a year to a row: a whole one would make days too small to see on a phone. */
const WEEKS = 27;
const ROW = 7 * CELL + MONTHS + 4;
const DAY = 86_400_000;

/** A year of days as a calendar, a column a week, darker where there was more. Days are dates of the organisation. */
export function Year({ days, since, until, label, column }: { days: { on: string; count: number }[]; since: string; until: string; label: Words; column: Words }) {
  const t = useText();
  const counts = new Map(days.map((one) => [one.on, one.count]));
  const most = Math.max(1, ...counts.values());
  const first = Date.parse(`${since}T00:00:00Z`);
  const monday = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
  const last = Date.parse(`${until}T00:00:00Z`);
  const weeks = Math.floor((last - monday) / (7 * DAY)) + 1;
  const cells = [];
  for (let at = first; at <= last; at += DAY) {
    const count = counts.get(isoDay(new Date(at), "UTC")) ?? 0;
    const place = Math.round((at - monday) / DAY);
    cells.push(
      <rect key={at} class={`level-${Math.ceil((3 * count) / most)}`} {...spot(place)} width={CELL - 2} height={CELL - 2} rx="2" />,
    );
  }
  return (
    <figure class="figure card">
      <svg viewBox={`0 0 ${Math.min(weeks, WEEKS) * CELL + 8} ${Math.ceil(weeks / WEEKS) * ROW}`} aria-hidden="true">
        {cells}
        {months(first, last).map((at) => {
          const { x, y } = spot(Math.floor((at - monday) / (7 * DAY)) * 7);
          return <text key={at} x={x} y={y + 7 * CELL + MONTHS - 3}>{month(new Date(at))}</text>;
        })}
      </svg>
      <table class="sr">
        <caption>{t(label)}</caption>
        <tbody>
          {days.map((one) => (
            <tr key={one.on}>
              <th scope="row">{plainDay(one.on)}</th>
              <td>{one.count} {t(column)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption>{t(parts.darker)}</figcaption>
    </figure>
  );
}

/** Where a day lies, counted from the first Monday. */
function spot(place: number): { x: number; y: number } {
  const week = Math.floor(place / 7);
  return { x: (week % WEEKS) * CELL, y: Math.floor(week / WEEKS) * ROW + (place % 7) * CELL };
}

/** The first days of every other month, to find one's way. */
function months(first: number, last: number): number[] {
  const found = [];
  for (let at = new Date(first); at.getTime() <= last; at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 2, 1))) found.push(at.getTime());
  return found;
}
