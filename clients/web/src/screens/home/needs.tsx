import type { JSX } from "preact";
import type { Shape } from "../../api/client";
import type { Say, Words } from "../../text";
import { day, isoDay, plainDay, span } from "../../text/time";
import { Cell, Tag } from "../../ui/cells";
import { words } from "../../words/home";

type Home = Shape<"Home">;

const NOTICE: Record<Shape<"HomeNotice">["kind"], Words> = { information: words.information, acknowledge: words.acknowledge, sign: words.sign };

/** Everything that waits for the person, the most urgent first: a child at risk, people who wait, what is due, what is owed in a year. */
export function needsOf(home: Home, t: Say): JSX.Element[] {
  return [...reports(home, t), ...visits(home, t), ...followUps(home, t), ...notices(home, t), ...own(home, t), ...owed(home, t)];
}

/** Numbers alone, since this page is kept on the phone: whom it is about stands behind password and authenticator. */
function reports(home: Home, t: Say): JSX.Element[] {
  const count = (org: Home["orgs"][number]) => org.observationsWaiting || org.observationsLate;
  return home.orgs.filter(count).sort((a, b) => b.observationsUrgent - a.observationsUrgent).map((org) => {
    const urgent = org.observationsUrgent > 0 && <Tag tone="urgent">{t(words.urgent(org.observationsUrgent))}</Tag>;
    const late = org.observationsLate > 0 && org.observationsWaiting > 0 && <Tag tone="soon">{t(words.late(org.observationsLate))}</Tag>;
    return (
      <Cell key={`o${org.orgId}`} href="/concerns" more={urgent || late ? <>{urgent} {late}</> : undefined}>
        {t(org.observationsWaiting ? words.waits(org.observationsWaiting) : words.lateOnes(org.observationsLate))}
      </Cell>
    );
  });
}

function visits(home: Home, t: Say): JSX.Element[] {
  return home.visits.filter((visit) => visit.waitsForMe).map((visit) => (
    <Cell
      key={visit.visitId}
      href={`/visits/${visit.orgId}/${visit.visitId}`}
      under={span(visit.startsAt, visit.endsAt, visit.timeZone)}
      more={<Tag tone="soon">{t(visit.canRecord ? words.toRecord : visit.state === "move_asked" ? words.moveAsked : words.proposed)}</Tag>}
    >
      {t(words.visit)} · {visit.studentName}
    </Cell>
  ));
}

function followUps(home: Home, t: Say): JSX.Element[] {
  const zones = new Map(home.orgs.map((org) => [org.orgId, org.timeZone]));
  // An answer that an older version of the app kept has none.
  return (home.followUps ?? []).map((one) => (
    <Cell
      key={one.followUpId}
      href={`/visits/${one.orgId}/${one.visitId}`}
      under={t(words.due(plainDay(one.dueOn)))}
      more={one.dueOn < isoDay(new Date(), zones.get(one.orgId)) ? <Tag tone="soon">{t(words.overdue)}</Tag> : undefined}
    >
      {t(words.followUp)} · {one.studentName}
    </Cell>
  ));
}

/** A year's work and no hurry: it stands last, without a mark. */
function owed(home: Home, t: Say): JSX.Element[] {
  return home.orgs.filter((org) => org.visitsOwed).map((org) => (
    <Cell key={`v${org.orgId}`} href="/class" under={org.visitsOwedOnsite ? t(words.owedOnsite(org.visitsOwedOnsite)) : undefined}>{t(words.owed(org.visitsOwed))}</Cell>
  ));
}

function notices(home: Home, t: Say): JSX.Element[] {
  const zones = new Map(home.orgs.map((org) => [org.orgId, org.timeZone]));
  const when = (notice: Shape<"HomeNotice">) => {
    const zone = zones.get(notice.orgId);
    return notice.answerBy ? t(words.answerBy(day(notice.answerBy, zone))) : day(notice.sentAt, zone);
  };
  const cells = home.notices.map((notice) => (
    <Cell
      key={notice.noticeId}
      href={`/notices/${notice.orgId}/${notice.noticeId}`}
      under={[...notice.children, when(notice)].join(" · ")}
      more={<Tag tone="soon">{t(NOTICE[notice.kind])}</Tag>}
    >
      {notice.title}
    </Cell>
  ));
  const rest = home.noticesWaiting - home.notices.length;
  return rest > 0 ? [...cells, <Cell key="rest" href="/notices">{t(words.more_(rest))}</Cell>] : cells;
}

const OWN = {
  set_password: [words.setPassword, "/me/safety"],
  set_totp: [words.setTotp, "/me/safety"],
  see_resets: [words.seeResets, "/me/safety"],
} as const;

function own(home: Home, t: Say): JSX.Element[] {
  return home.needs.map((need) => {
    if (need.kind === "answer_committee") {
      return <Cell key={need.resourceId ?? ""} href={`/committee/answer/${need.orgId}/${need.resourceId}`} under={need.name}>{t(words.answerCommittee)}</Cell>;
    }
    const [what, where] = OWN[need.kind];
    return <Cell key={need.kind} href={where}>{t(what)}</Cell>;
  });
}
