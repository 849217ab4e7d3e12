import { formatter } from "./time";

/** The instant of a wall clock (`2026-11-23`, `15:30`) in a zone, as RFC 3339. Where an hour occurs twice, the first. */
export function instant(date: string, time: string, zone: string): string {
  const wall = Date.parse(`${date}T${time}:00Z`);
  let guess = wall;
  for (let round = 0; round < 2; round += 1) guess = wall - offset(guess, zone);
  return new Date(guess).toISOString();
}

function offset(at: number, zone: string): number {
  const parts = formatter("en-US", zone, {
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(new Date(at));
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - at;
}
