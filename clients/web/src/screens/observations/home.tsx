/** Observations and the health committee on the first screen. */
import type { JSX } from "preact";
import type { Home } from "../../api/home";
import type { Say } from "../../text";
import { Cell, Tag } from "../../ui/cells";
import { who } from "../../ui/day-cell";
import { words } from "../../words/frame/observations";

/** Numbers alone: this answer is stored on the phone, and the student concerned is named only behind password and authenticator. */
export function observationNeeds(home: Home, t: Say): JSX.Element[] {
  const count = (org: Home["orgs"][number]) => org.observationsWaiting || org.observationsLate;
  return home.orgs.filter(count).sort((a, b) => b.observationsUrgent - a.observationsUrgent).map((org) => {
    const urgent = org.observationsUrgent > 0 && <Tag tone="urgent">{t(words.urgent(org.observationsUrgent))}</Tag>;
    const late = org.observationsLate > 0 && org.observationsWaiting > 0 && <Tag tone="soon">{t(words.late(org.observationsLate))}</Tag>;
    return (
      <Cell key={`o${org.orgId}`} href="/concerns" trailing={urgent || late ? <>{urgent} {late}</> : undefined}>
        {t(org.observationsWaiting ? words.waits(org.observationsWaiting) : words.late(org.observationsLate))}
      </Cell>
    );
  });
}

/** A guardian is asked whether their child may serve. */
export function committeeNeeds(home: Home, t: Say): JSX.Element[] {
  return home.needs.filter((need) => need.kind === "answer_committee").map((need) => (
    <Cell key={need.resourceId} href={`/committee/answer/${need.orgId}/${need.resourceId}`}>{t(words.answerCommittee)}{who(need.name)}</Cell>
  ));
}
