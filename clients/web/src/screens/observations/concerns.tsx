import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { type Pages, usePages } from "../../api/pages";
import { useRead } from "../../api/read";
import { type Say, useText } from "../../text";
import { deadline, plainDay } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { cases } from "../../words/observations";
import { OWNER_ROLES } from "./limits";
import { SchoolCases } from "./school-cases";
import { StatusTags, subjectOf } from "./status";

type Observation = Shape<"Observation">;

/** The concerns that the person handles: urgent, waiting and late ones first; closed ones below. */
export default function Concerns() {
  return (
    <Page title={cases.title} tab="/concerns" wide>
      <OrgChoice roles={[...OWNER_ROLES, "officer"]} kind={["school", "bureau"]}>
        {(org) => (org.kind === "bureau" ? <SchoolCases key={org.orgId} org={org} /> : <OrgConcerns key={org.orgId} org={org} />)}
      </OrgChoice>
    </Page>
  );
}

function OrgConcerns({ org }: { org: Org }) {
  const t = useText();
  const path = { org_id: org.orgId };
  const open = usePages("/api/v1/orgs/{org_id}/observations", { path, query: { done: false, limit: 100 } }, { secret: "heard" });
  const { data } = open.first;
  return (
    <>
      {/* Without password and authenticator the list is locked, and what is urgent is not. */}
      {!data && <UrgentOnes org={org} />}
      <List org={org} pages={open} />
      {data && <Closed org={org} />}
      <Cells>
        <Cell href="/concerns/new">{t(cases.add)}</Cell>
        {org.roles.includes("counsellor") && <Cell href="/concerns/slip">{t(cases.slip)}</Cell>}
        {org.roles.includes("class_teacher") && <Cell href="/committee">{t(cases.committee)}</Cell>}
      </Cells>
    </>
  );
}

/** Closed ones stay below the open ones: nothing vanishes. */
function Closed({ org }: { org: Org }) {
  const pages = usePages("/api/v1/orgs/{org_id}/observations", { path: { org_id: org.orgId }, query: { done: true, limit: 50 } }, { secret: true });
  return <Section title={cases.closed}><List org={org} pages={pages} closed /></Section>;
}

function UrgentOnes({ org }: { org: Org }) {
  const t = useText();
  const urgent = useRead("/api/v1/orgs/{org_id}/observations/urgent", { path: { org_id: org.orgId } }, { secret: "heard" });
  if (!urgent.data?.length) return null;
  return (
    <Cells label={t(cases.urgentOnes)}>
      {urgent.data.map((one) => (
        <Cell key={one.observationId} href={`/concerns/${org.orgId}/${one.observationId}`} subtitle={t(cases.filed(plainDay(one.filedOn)))} trailing={<Tag tone="urgent">{t(cases.urgent)}</Tag>}>
          {subjectOf(one, t)}
        </Cell>
      ))}
    </Cells>
  );
}

function List({ org, pages, closed = false }: { org: Org; pages: Pages<"/api/v1/orgs/{org_id}/observations">; closed?: boolean }) {
  const t = useText();
  const wide = useWide();
  const observations = closed ? pages.items : byUrgency(pages.items);
  const path = (observation: Observation) => `/concerns/${org.orgId}/${observation.observationId}`;
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          {!observations.length && <Empty words={closed ? cases.noneClosed : cases.noneOpen} />}
          {wide && observations.length > 0 && <Table label={closed ? cases.closed : cases.open} rows={observations} pages={pages} columns={columns(t, org, closed)} keyOf={(observation) => observation.observationId} href={path} search={observations.length > 8 ? cases.find : undefined} />}
          {!wide && observations.length > 0 && (
            <Cells label={t(closed ? cases.closed : cases.open)}>
              {observations.map((observation) => (
                <Cell key={observation.observationId} href={path(observation)} subtitle={details(observation, org.timeZone, t)} trailing={<StatusTags of={observation} />}>
                  {subjectOf(observation, t)}
                </Cell>
              ))}
            </Cells>
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

function details(observation: Observation, zone: string, t: Say): string {
  const filed = t(cases.filed(plainDay(observation.filedOn)));
  return observation.state === "done" ? `${filed}${observation.outcome ? ` · ${t(cases.outcomes[observation.outcome])}` : ""}` : `${filed} · ${t(cases.dueBy(deadline(observation.dueAt, zone)))}`;
}

/** A desk's table: it sorts and is searched, and has no file, as what it lists is confidential. */
function columns(t: Say, org: Org, closed: boolean): Column<Observation>[] {
  const last: Column<Observation> = closed
    ? { name: cases.outcome, of: (one) => one.outcome && t(cases.outcomes[one.outcome]) }
    : { name: cases.due, of: (one) => one.dueAt, show: (one) => deadline(one.dueAt, org.timeZone) };
  return [
    { name: cases.about, of: (one) => subjectOf(one, t) },
    { name: cases.filedOn, of: (one) => one.filedOn, show: (one) => plainDay(one.filedOn) },
    last,
    { name: cases.state, of: (one) => t(cases.states[one.state]), show: (one) => <StatusTags of={one} /> },
  ];
}
