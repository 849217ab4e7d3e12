/** Visits on the first screen. */
import type { JSX } from "preact";
import type { Home } from "../../api/home";
import type { Say } from "../../text";
import { plainDay, span } from "../../text/time";
import { Cell, Tag } from "../../ui/cells";
import { who } from "../../ui/day-cell";
import type { HomeDate } from "../../ui/features";
import { words } from "../../words/frame/visits";

/** A campaign asks the family when a visit suits it. An answer that an older version of the app stored has none. */
export function askNeeds(home: Home, t: Say): JSX.Element[] {
  return (home.timesAsked ?? []).map((asked) => (
    <Cell key={`a${asked.studentId}`} href={`/visits/availability/${asked.orgId}/${asked.studentId}`} trailing={<Tag tone="soon">{t(words.proposed)}</Tag>}>
      {t(words.visit)}{who(asked.studentName)}
    </Cell>
  ));
}

/** A team has not reported back, and the person is on duty: who is to be called stands behind it. */
export function alertNeeds(home: Home, t: Say): JSX.Element[] {
  return home.needs.filter((need) => need.kind === "see_visit_alert").map((need) => (
    <Cell key={`l${need.resourceId}`} href={`/visits/${need.orgId}/${need.resourceId}?alert=1`} subtitle={need.name} trailing={<Tag tone="urgent">{t(words.callNow)}</Tag>}>{t(words.notOver)}</Cell>
  ));
}

/** Visits that wait for the person's answer or record. */
export function visitNeeds(home: Home, t: Say): JSX.Element[] {
  return home.visits.filter((visit) => visit.waitsForMe).map((visit) => (
    <Cell
      key={visit.visitId}
      href={`/visits/${visit.orgId}/${visit.visitId}`}
      subtitle={span(visit.startsAt, visit.endsAt, visit.timeZone)}
      trailing={<Tag tone="soon">{t(visit.canRecord ? words.toRecord : visit.wishedAt ? words.moveAsked : words.proposed)}</Tag>}
    >
      {t(words.visit)}{who(visit.studentName)}
    </Cell>
  ));
}

export function followUpNeeds(home: Home, t: Say): JSX.Element[] {
  // An answer that an older version of the app stored has no follow-ups.
  return (home.followUps ?? []).map((followUp) => (
    <Cell
      key={followUp.followUpId}
      href={`/visits/${followUp.orgId}/${followUp.visitId}`}
      subtitle={t(words.due(plainDay(followUp.dueOn)))}
      trailing={followUp.late ? <Tag tone="soon">{t(words.overdue)}</Tag> : undefined}
    >
      {t(followUp.agreed ? words.agreed : words.followUp)}{who(followUp.studentName)}
    </Cell>
  ));
}

/** Students still to be visited this school year. Not urgent, so it carries no tag. */
export function owedVisitNeeds(home: Home, t: Say): JSX.Element[] {
  return home.orgs.filter((org) => org.visitsOwed).map((org) => (
    <Cell key={`v${org.orgId}`} href="/class" subtitle={org.visitsOwedOnsite ? t(words.owedOnsite(org.visitsOwedOnsite)) : undefined}>{t(words.owed(org.visitsOwed))}</Cell>
  ));
}

export function visitDates(home: Home): HomeDate[] {
  return home.visits.filter((visit) => !visit.waitsForMe).map((visit) => ({
    ...visit,
    key: visit.visitId,
    zone: visit.timeZone,
    href: `/visits/${visit.orgId}/${visit.visitId}`,
    what: words.visit,
    agreed: visit.state === "confirmed",
  }));
}
