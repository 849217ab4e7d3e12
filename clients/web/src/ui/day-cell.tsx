import type { ComponentChildren } from "preact";
import { leafOf, spanLines } from "../text/time";
import { Cell, type CellProps } from "./cells";

export interface Time {
  startsAt: string;
  endsAt: string;
  zone?: string;
}

/** A day as a leaf of a calendar. Who listens hears it with the hours. */
export function Leaf({ startsAt, zone }: Time) {
  const [month, number, weekday] = leafOf(startsAt, zone);
  return <span class="leaf" aria-hidden><span>{month}</span><b>{number}</b><span>{weekday}</span></span>;
}

/** The hours beside a leaf. Of the day only a word shows, today or tomorrow, which the leaf cannot say. */
export function Hours({ startsAt, endsAt, zone }: Time) {
  const [day, hours] = spanLines(startsAt, endsAt, zone);
  return <><span class={/\d/.test(day) ? "sr" : ""}>{day} </span>{hours}</>;
}

/** A line for what happens on a day. */
export function DayCell(all: Time & Omit<CellProps, "children">) {
  return <Cell {...all} leading={<Leaf {...all} />}><Hours {...all} /></Cell>;
}

/** A student within a line of the first screen, which does not wait for their colour (`screens/home/later.tsx`). */
export function who(name: string | false | null): ComponentChildren {
  return name && [" · ", <span class="named">{name}</span>];
}
