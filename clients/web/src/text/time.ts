/** Instants as people say them, in a time zone of choice. */
import { times } from "../words/times";
import { language, say } from ".";

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Formatters are cached: creating one for each of three weeks of free times took a phone a third of a second. */
export function formatter(locale: string, zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  const existing = formatters.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  formatters.set(key, existing);
  return existing;
}

function format(iso: string | Date, zone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const at = typeof iso === "string" ? new Date(iso) : iso;
  return formatter(language.get() === "en" ? "en-GB" : "zh-CN", zone, options).format(at);
}

/** `2026-11-23` in a zone: the form of date inputs and of the API's dates. */
export function isoDay(at: string | Date, zone?: string): string {
  const date = typeof at === "string" ? new Date(at) : at;
  // Composed from parts, since their order differs between browsers.
  const dateParts = formatter("en-CA", zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(date);
  const part = (type: string) => dateParts.find((found) => found.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** `15:30` */
export function clock(at: string | Date, zone?: string): string {
  return format(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** 11月23日 周一 / Mon 23 Nov; today and tomorrow by name. */
export function day(at: string | Date, zone?: string, now = new Date()): string {
  const on = isoDay(at, zone);
  if (on === isoDay(now, zone)) return say(times.today);
  if (on === isoDay(new Date(now.getTime() + 86_400_000), zone)) return say(times.tomorrow);
  return fullDay(at, zone);
}

/** With the year where it is another one. */
export function fullDay(at: string | Date, zone?: string): string {
  const isOther = parseInt(isoDay(at, zone)) !== parseInt(isoDay(new Date(), zone));
  const said = format(at, zone, { year: isOther ? "numeric" : undefined, month: "short", day: "numeric", weekday: "short" });
  return said.replace("日周", "日 周"); // as people write it; browsers leave the space out
}

/** 12月1日 / 1 Dec */
export function shortDay(at: string | Date, zone?: string): string {
  return format(at, zone, { month: "short", day: "numeric" });
}

/** 周二 / Tue */
export function weekdayOf(at: string | Date, zone?: string): string {
  return format(at, zone, { weekday: "short" });
}

/** A date of the API (`2026-11-23`), which has no zone. */
export function plainDay(date: string): string {
  return fullDay(`${date}T12:00:00Z`, "UTC");
}

/** 明天 15:30; midnight is the end of the day before, since "24:00" and "00:00" are easily confused. */
export function deadline(at: string, zone?: string): string {
  const time = clock(at, zone);
  return time === "00:00" ? say(times.endOf(day(new Date(Date.parse(at) - 1), zone))) : `${day(at, zone)} ${time}`;
}

/** 明天 15:30–16:10 */
export function span(from: string, to: string, zone?: string): string {
  return `${day(from, zone)} ${clock(from, zone)}–${clock(to, zone)}`;
}

/** 11月 / Nov, of a date without a zone. */
export function month(at: Date): string {
  return format(at, "UTC", { month: "short" });
}

/** 11月, 26 and 周四 / Nov, 26 and Thu */
export function leafOf(at: string, zone?: string): [string, number, string] {
  return [format(at, zone, { month: "short" }), +isoDay(at, zone).slice(8), weekdayOf(at, zone)];
}

/** A day and its hours, as two texts. */
export function spanLines(from: string, to: string, zone?: string): [string, string] {
  return [day(from, zone), `${clock(from, zone)}–${clock(to, zone)}`];
}

/** Weekday by its ISO number, Monday is 1. */
export function weekday(number: number, width: "short" | "long" = "short"): string {
  return format(new Date(Date.UTC(2024, 0, number)), "UTC", { weekday: width });
}
