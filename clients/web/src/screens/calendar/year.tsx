import type { Shape } from "../../api/client";
import { useText } from "../../text";
import { month, plainDay, weekday } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Empty } from "../../ui/loaded";
import { words } from "../../words/calendar";

type Calendar = Shape<"SchoolCalendar">;
type Span = Calendar["spans"][number];

const CELL = 10;
const LEFT = 26;
const DAY = 86_400_000;
/** How dark a day is: the closed ones most. */
const LEVELS: Record<Span["kind"], number> = { weekend: 0, school_day: 1, workday: 2, vacation: 3, closed: 3, holiday: 3 };

/** A school year: a row for each month, a square for each day. The list below says the same in words. */
export function Glance({ calendar }: { calendar: Calendar }) {
  const t = useText();
  const start = new Date(`${calendar.firstDay}T00:00:00Z`);
  const rowOf = (at: Date) => (at.getUTCFullYear() - start.getUTCFullYear()) * 12 + at.getUTCMonth() - start.getUTCMonth();
  const months = Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + index, 1)));
  return (
    <figure class="figure card">
      <svg viewBox={`0 0 ${LEFT + 31 * CELL} ${12 * (CELL + 3)}`} aria-hidden="true">
        {months.map((at) => <text key={at.getTime()} x="0" y={rowOf(at) * (CELL + 3) + 8}>{month(at)}</text>)}
        {calendar.spans.flatMap((span) =>
          datesOf(span).map((at) => (
            <rect key={at.getTime()} class={`level-${LEVELS[span.kind]}`} x={LEFT + (at.getUTCDate() - 1) * CELL} y={rowOf(at) * (CELL + 3)} width={CELL - 2} height={CELL - 2} rx="2" />
          )),
        )}
      </svg>
      <figcaption>{t(words.legend)}</figcaption>
    </figure>
  );
}

function datesOf(span: Span): Date[] {
  const dates = [];
  for (let at = Date.parse(`${span.firstDay}T00:00:00Z`); at <= Date.parse(`${span.lastDay}T00:00:00Z`); at += DAY) dates.push(new Date(at));
  return dates;
}

/** Holidays, closed and make-up days, vacations and exams, by date. */
export function SpecialDays({ calendar }: { calendar: Calendar }) {
  const t = useText();
  const special = calendar.spans.filter((span) => span.exam || !["school_day", "weekend"].includes(span.kind));
  if (!special.length) return <Empty words={words.noSpecial} />;
  return (
    <Cells>
      {special.map((span) => (
        <Cell key={span.firstDay} subtitle={dates(span.firstDay, span.lastDay)} trailing={<SpanTag span={span} />}>
          {span.name || t(span.exam ? words.exam : words.days[span.kind])}
          {span.followsWeekday && ` · ${t(words.followed(weekday(span.followsWeekday, "long")))}`}
        </Cell>
      ))}
    </Cells>
  );
}

/** Months with a theme (N3): everybody who reads the calendar sees them. */
export function Themes({ calendar }: { calendar: Calendar }) {
  const t = useText();
  const themes = calendar.entries.filter((entry) => entry.kind === "theme");
  if (!themes.length) return null;
  return (
    <Cells>
      {themes.map((theme) => (
        <Cell key={theme.entryId} subtitle={dates(theme.firstDay, theme.lastDay)} trailing={<Tag tone="calm">{t(words.kinds.theme)}</Tag>}>{theme.name}</Cell>
      ))}
    </Cells>
  );
}

function SpanTag({ span }: { span: Span }) {
  const t = useText();
  const ordinary = span.kind === "school_day" || span.kind === "weekend";
  return <Tag tone={LEVELS[span.kind] === 3 ? "still" : "calm"}>{t(span.exam && ordinary ? words.exam : words.days[span.kind])}</Tag>;
}

/** 10月1日 周四 – 10月8日 周四 */
export function dates(first: string, last: string): string {
  return first === last ? plainDay(first) : `${plainDay(first)} – ${plainDay(last)}`;
}
