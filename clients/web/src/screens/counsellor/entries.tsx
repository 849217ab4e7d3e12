import type { JSX } from "preact";
import type { Shape } from "../../api/client";
import { named, type Say, useText, type Words } from "../../text";
import { clock, isoDay } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Empty } from "../../ui/loaded";
import { words } from "../../words/counsellor";
import { words as frame } from "../../words/frame/talks";

/** A talk or a visit, as a line of the diary. `on`: the date in its own time zone. */
export interface Entry {
  key: string;
  on: string;
  at: string;
  what: string;
  /** The same for a day of a month: when it begins, and with whom. */
  brief: string;
  under: string;
  href: string;
  tag?: JSX.Element;
}

/** Talks and visits by time, without cancelled ones. */
export function entriesOf(diary: Shape<"Diary">, zones: Map<number, string>, t: Say): Entry[] {
  const talks = diary.bookings.filter((talk) => talk.state !== "cancelled").map((talk): Entry => {
    const zone = zones.get(talk.orgId);
    const place = talk.mode === "in_person" ? [t(named({ nameZh: talk.providerNameZh, nameEn: talk.providerNameEn })), talk.roomName] : [];
    return {
      key: talk.bookingId,
      ...timed(talk, zone, talk.studentName ?? t(frame.privateTalk)),
      under: [t(words.modes[talk.mode]), ...place].filter(Boolean).join(" · "),
      href: `/talks/${talk.orgId}/${talk.bookingId}`,
      tag: tagOf(talk, t),
    };
  });
  const visits = diary.visits.map((visit): Entry => ({
    key: visit.visitId,
    ...timed(visit, visit.timeZone, visit.studentName),
    under: [t(words.visit), visit.place].filter(Boolean).join(" · "),
    href: `/visits/${visit.orgId}/${visit.visitId}`,
  }));
  return [...talks, ...visits].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function timed({ startsAt, endsAt }: { startsAt: string; endsAt: string }, zone: string | undefined, name: string): Pick<Entry, "on" | "at" | "what" | "brief"> {
  const from = clock(startsAt, zone);
  return { on: isoDay(startsAt, zone), at: startsAt, what: `${from}–${clock(endsAt, zone)} ${name}`, brief: `${from} ${name}` };
}

/** Confirmed talks need no tag, except past ones without an outcome. */
function tagOf(talk: Shape<"BookingLine">, t: Say): JSX.Element | undefined {
  if (talk.state !== "confirmed") return <Tag tone="still">{t(words.states[talk.state])}</Tag>;
  return Date.parse(talk.endsAt) < Date.now() ? <Tag tone="soon">{t(words.toNote)}</Tag> : undefined;
}

export function Entries({ entries: all, none, quiet }: { entries: Entry[]; none: Words; quiet?: boolean }) {
  const t = useText();
  if (!all.length) return quiet ? <p class="quiet small">{t(none)}</p> : <Empty words={none} />;
  return (
    <Cells>
      {all.map((entry) => (
        <Cell key={entry.key} href={entry.href} subtitle={entry.under} trailing={entry.tag}>{entry.what}</Cell>
      ))}
    </Cells>
  );
}
