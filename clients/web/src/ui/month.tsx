/** A month as a grid of days. It is one stop of the keyboard: arrows go by days and weeks, Home and End to the week's ends, page keys by months. */
import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { language, useText, type Words } from "../text";
import { formatter, plainDay, weekday } from "../text/time";
import { words } from "../words/month";

/** What a day shows. `said`: the same in words, after the date. */
export interface MonthDay {
  said: string;
  shown: ComponentChildren;
}

/** `on`: the day that is chosen, whose month is shown. */
export function Month({ label, on, today, onDay, dayOf }: { label: Words; on: string; today: string; onDay: (date: string) => void; dayOf: (date: string) => MonthDay }) {
  const t = useText();
  const grid = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLButtonElement>("[tabindex='0']")?.focus();
    moved.current = false;
  }, [on]);
  const onKey = (event: KeyboardEvent) => {
    const to = event.altKey || event.ctrlKey || event.metaKey ? undefined : target(on, event.key);
    if (to === undefined) return;
    event.preventDefault();
    moved.current = true;
    onDay(to);
  };
  return (
    <div ref={grid} class="month" role="grid" aria-label={t(label)} onKeyDown={onKey}>
      <div role="row" class="month-row">
        {[1, 2, 3, 4, 5, 6, 7].map((day) => <span key={day} role="columnheader" class="week-head" aria-label={weekday(day, "long")}>{weekday(day)}</span>)}
      </div>
      {weeksOf(on).map((week) => (
        <div key={week.find(Boolean)} role="row" class="month-row">
          {week.map((date, at) => date ? <Day key={date} date={date} on={on} today={today} day={dayOf(date)} onDay={onDay} /> : <span key={at} role="gridcell" />)}
        </div>
      ))}
    </div>
  );
}

function Day({ date, on, today, day, onDay }: { date: string; on: string; today: string; day: MonthDay; onDay: (date: string) => void }) {
  const t = useText();
  const name = [date === today ? t(words.today(plainDay(date))) : plainDay(date), day.said].filter(Boolean).join(t(words.comma));
  return (
    <span role="gridcell" aria-selected={date === on}>
      <button type="button" class="month-day" tabIndex={date === on ? 0 : -1} aria-current={date === today ? "date" : undefined} onClick={() => onDay(date)}>
        <span class="sr">{name}</span>
        <span class="month-shown" aria-hidden="true">
          <span class="month-number">{Number(date.slice(8))}</span>
          <span class="month-weekday">{weekday(place(date) + 1)}</span>
          {day.shown}
        </span>
      </button>
    </span>
  );
}

const DAY = 86_400_000;

function utc(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

function iso(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function plusDays(date: string, days: number): string {
  return iso(new Date(utc(date).getTime() + days * DAY));
}

/** The first day of a date's month, or of one so many months later. */
export function firstOf(date: string, later = 0): string {
  const at = utc(date);
  return iso(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later, 1)));
}

/** The same day in a month so many later, or that month's last day. */
export function plusMonths(date: string, months: number): string {
  const last = plusDays(firstOf(date, months + 1), -1);
  return [`${firstOf(date, months).slice(0, 8)}${date.slice(8)}`, last].sort()[0]!;
}

/** 2026年11月 / November 2026 */
export function monthName(date: string): string {
  return formatter(language.get() === "en" ? "en-GB" : "zh-CN", "UTC", { year: "numeric", month: "long" }).format(utc(date));
}

/** Monday is 0. */
function place(date: string): number {
  return (utc(date).getUTCDay() + 6) % 7;
}

/** The month's weeks from Monday; days of other months are left out. */
function weeksOf(date: string): (string | undefined)[][] {
  const first = firstOf(date);
  const lead = place(first);
  const days = (utc(firstOf(date, 1)).getTime() - utc(first).getTime()) / DAY;
  return Array.from({ length: Math.ceil((lead + days) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, at) => {
      const day = week * 7 + at - lead;
      return day >= 0 && day < days ? plusDays(first, day) : undefined;
    }),
  );
}

/** Where a key leads. */
function target(date: string, key: string): string | undefined {
  switch (key) {
    case "ArrowLeft": return plusDays(date, -1);
    case "ArrowRight": return plusDays(date, 1);
    case "ArrowUp": return plusDays(date, -7);
    case "ArrowDown": return plusDays(date, 7);
    case "Home": return plusDays(date, -place(date));
    case "End": return plusDays(date, 6 - place(date));
    case "PageUp": return plusMonths(date, -1);
    case "PageDown": return plusMonths(date, 1);
    default: return undefined;
  }
}
