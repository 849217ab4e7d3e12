import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { usePages } from "../../api/pages";
import { type Say, useText, type Words } from "../../text";
import { deadline, plainDay } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { cases } from "../../words/observations";

type Observation = Shape<"Observation">;

/** The roles that handle observations, each on its rung. */
export const OWNER_ROLES = ["class_teacher", "subject_teacher", "counsellor", "grade_lead", "leader"];

/** The concerns that the person handles: waiting and late ones first; closed ones behind a switch. */
export default function Concerns() {
  return (
    <Page title={cases.title} tab="/concerns">
      <OrgChoice roles={OWNER_ROLES} kind="school">{(org) => <OrgConcerns key={org.orgId} org={org} />}</OrgChoice>
    </Page>
  );
}

function OrgConcerns({ org }: { org: Org }) {
  const t = useText();
  const [filter, setFilter] = useState<"open" | "closed">("open");
  return (
    <>
      <Choices label={cases.which} value={[filter]} onValue={([value]) => value && setFilter(value)} options={[["open", t(cases.open)], ["closed", t(cases.closed)]]} />
      <List key={filter} org={org} closed={filter === "closed"} />
      <Cells>
        <Cell href="/concerns/new">{t(cases.add)}</Cell>
        {org.roles.includes("counsellor") && <Cell href="/concerns/slip">{t(cases.slip)}</Cell>}
        {org.roles.includes("class_teacher") && <Cell href="/committee">{t(cases.committee)}</Cell>}
      </Cells>
    </>
  );
}

function List({ org, closed }: { org: Org; closed: boolean }) {
  const t = useText();
  const pages = usePages("/api/v1/orgs/{org_id}/observations", { path: { org_id: org.orgId }, query: { done: closed, limit: 100 } }, { secret: true });
  const observations = closed ? pages.items : byUrgency(pages.items);
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          {observations.length ? (
            <Cells label={t(closed ? cases.closed : cases.open)}>
              {observations.map((observation) => (
                <Cell key={observation.observationId} href={`/concerns/${org.orgId}/${observation.observationId}`} subtitle={details(observation, org.timeZone, t)} trailing={<StatusTags of={observation} />}>
                  {subjectOf(observation, t)}
                </Cell>
              ))}
            </Cells>
          ) : (
            <Empty words={closed ? cases.noneClosed : cases.noneOpen} />
          )}
          <LoadMore pages={pages} words={cases.more} />
        </>
      )}
    </Loaded>
  );
}

/** Urgent waiting ones first, then late ones, then waiting ones; otherwise by due time. */
function byUrgency(observations: Observation[]): Observation[] {
  const need = (observation: Observation) => (observation.urgent && observation.waits ? 4 : 0) + (observation.late ? 2 : 0) + (observation.waits ? 1 : 0);
  return [...observations].sort((a, b) => need(b) - need(a) || a.dueAt.localeCompare(b.dueAt));
}

export function subjectOf(observation: Observation, t: Say): string {
  return observation.studentName ? `${observation.studentName} · ${observation.className}` : t(cases.noName(observation.className));
}

function details(observation: Observation, zone: string, t: Say): string {
  const filed = t(cases.filed(plainDay(observation.filedOn)));
  return observation.state === "done" ? `${filed}${observation.outcome ? ` · ${t(cases.outcomes[observation.outcome])}` : ""}` : `${filed} · ${t(cases.dueBy(deadline(observation.dueAt, zone)))}`;
}

/** The status as tags; red only for urgent. */
export function StatusTags({ of }: { of: Observation }) {
  const t = useText();
  const tags: [Words, "urgent" | "soon" | "calm" | "still"][] = [];
  if (of.urgent && of.state !== "done") tags.push([cases.urgent, "urgent"]);
  if (of.late) tags.push([cases.late, "soon"]);
  else if (of.waits && of.state !== "done") tags.push([cases.waits, "soon"]);
  if (!of.waits || of.state === "done") tags.push([cases.states[of.state], of.state === "done" ? "still" : "calm"]);
  return <>{tags.map(([words, tone]) => <span key={words[1]}><Tag tone={tone}>{t(words)}</Tag> </span>)}</>;
}
