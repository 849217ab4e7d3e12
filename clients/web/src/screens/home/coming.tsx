import type { Shape } from "../../api/client";
import { type Words, useText } from "../../text";
import { span } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Empty } from "../../ui/shown";
import { words } from "../../words/home";

interface Next {
  key: string;
  studentId: string;
  at: string;
  until: string;
  zone: string | undefined;
  href: string;
  what: Words;
  child: string;
  who?: string;
  agreed: boolean;
}

export function childrenOf(home: Shape<"Home">): Shape<"Child">[] {
  return home.orgs.flatMap((org) => org.children);
}

/** Talks and visits of the next two weeks, by time; whoever has several children sees them by child. */
export function Coming({ home }: { home: Shape<"Home"> }) {
  const t = useText();
  const all = comingOf(home);
  const children = childrenOf(home);
  if (children.length < 2) return all.length ? <List of={all} /> : <Empty words={words.nothingNext} />;
  const others = all.filter((one) => !children.some((child) => child.studentId === one.studentId));
  return (
    <>
      {children.map((child) => {
        const own = all.filter((one) => one.studentId === child.studentId);
        return (
          <section key={child.studentId} class="stack close">
            <h3>{child.name} <span class="quiet small">{child.className}</span></h3>
            {own.length ? <List of={own} named /> : <p class="quiet small">{t(words.nothingNext)}</p>}
          </section>
        );
      })}
      {others.length > 0 && (
        <section class="stack close">
          <h3>{t(words.others)}</h3>
          <List of={others} />
        </section>
      )}
    </>
  );
}

/** `named`: under the child's name already. */
function List({ of, named }: { of: Next[]; named?: boolean }) {
  const t = useText();
  return (
    <Cells>
      {of.map((one) => (
        <Cell key={one.key} href={one.href} under={[t(one.what), !named && one.child, one.who].filter(Boolean).join(" · ")} more={one.agreed ? undefined : <Tag tone="still">{t(words.waitsOther)}</Tag>}>
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
    studentId: talk.studentId,
    at: talk.startsAt,
    until: talk.endsAt,
    zone: zones.get(talk.orgId),
    href: `/talks/${talk.orgId}/${talk.bookingId}`,
    what: [`${words.talk[0]}，${words.modes[talk.mode][0]}`, `${words.talk[1]}, ${words.modes[talk.mode][1]}`],
    child: talk.studentName,
    who: talk.counsellorName,
    agreed: true,
  }));
  const visits = home.visits.filter((visit) => !visit.waitsForMe).map((visit): Next => ({
    key: visit.visitId,
    studentId: visit.studentId,
    at: visit.startsAt,
    until: visit.endsAt,
    zone: visit.timeZone,
    href: `/visits/${visit.orgId}/${visit.visitId}`,
    what: words.visit as Words,
    child: visit.studentName,
    agreed: visit.state === "confirmed",
  }));
  return [...talks, ...visits].sort((a, b) => a.at.localeCompare(b.at));
}
