import type { Shape } from "../../api/client";
import { type Words, useText } from "../../text";
import { span } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Empty } from "../../ui/shown";
import { words } from "../../words/home";

interface Next {
  key: string;
  at: string;
  until: string;
  zone: string | undefined;
  href: string;
  what: Words;
  about: string;
  agreed: boolean;
}

/** Talks and visits of the next two weeks, by time. */
export function Coming({ home }: { home: Shape<"Home"> }) {
  const t = useText();
  const all = comingOf(home);
  if (!all.length) return <Empty words={words.nothingNext} />;
  return (
    <Cells>
      {all.map((one) => (
        <Cell key={one.key} href={one.href} under={`${t(one.what)} · ${one.about}`} more={one.agreed ? undefined : <Tag tone="still">{t(words.waitsOther)}</Tag>}>
          {span(one.at, one.until, one.zone)}
        </Cell>
      ))}
    </Cells>
  );
}

function comingOf(home: Shape<"Home">): Next[] {
  const zones = new Map(home.orgs.map((org) => [org.orgId, org.timeZone]));
  const talks = home.next.map((talk): Next => ({
    key: talk.bookingId,
    at: talk.startsAt,
    until: talk.endsAt,
    zone: zones.get(talk.orgId),
    href: `/talks/${talk.orgId}/${talk.bookingId}`,
    what: [`${words.talk[0]}，${words.modes[talk.mode][0]}`, `${words.talk[1]}, ${words.modes[talk.mode][1]}`],
    about: `${talk.studentName} · ${talk.counsellorName}`,
    agreed: true,
  }));
  const visits = home.visits.filter((visit) => !visit.waitsForMe).map((visit): Next => ({
    key: visit.visitId,
    at: visit.startsAt,
    until: visit.endsAt,
    zone: visit.timeZone,
    href: `/visits/${visit.orgId}/${visit.visitId}`,
    what: words.visit as Words,
    about: visit.studentName,
    agreed: visit.state === "confirmed",
  }));
  return [...talks, ...visits].sort((a, b) => a.at.localeCompare(b.at));
}
