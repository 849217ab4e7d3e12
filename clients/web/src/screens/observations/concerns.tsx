import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import type { Org } from "../../api/home";
import { type Say, type Words, useText } from "../../text";
import { deadline, plainDay } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { OrgChoice } from "../../ui/org-choice";
import { LoadMore } from "../../ui/load-more";
import { Page } from "../../ui/page";
import { Empty, Loaded } from "../../ui/loaded";
import { cases } from "../../words/observations";

type Observation = Shape<"Observation">;

/** Who sees to what was reported, each on their rung. */
export const OWNERS = ["class_teacher", "subject_teacher", "counsellor", "grade_lead", "leader"];

/** What was reported and is mine to see to: what waits and what is late first; closed ones behind a switch. */
export default function Concerns() {
  return (
    <Page title={cases.title} tab="/concerns">
      <OrgChoice roles={OWNERS} kind="school">{(org) => <Whole key={org.orgId} org={org} />}</OrgChoice>
    </Page>
  );
}

function Whole({ org }: { org: Org }) {
  const t = useText();
  const [which, setWhich] = useState<"open" | "closed">("open");
  return (
    <>
      <Choices label={cases.which} value={[which]} onValue={([value]) => value && setWhich(value)} options={[["open", t(cases.open)], ["closed", t(cases.closed)]]} />
      <List key={which} org={org} done={which === "closed"} />
      <Cells>
        <Cell href="/concerns/new">{t(cases.add)}</Cell>
        {org.roles.includes("counsellor") && <Cell href="/concerns/slip">{t(cases.slip)}</Cell>}
        {org.roles.includes("class_teacher") && <Cell href="/committee">{t(cases.committee)}</Cell>}
      </Cells>
    </>
  );
}

function List({ org, done }: { org: Org; done: boolean }) {
  const t = useText();
  const pages = usePages("/api/v1/orgs/{org_id}/observations", { path: { org_id: org.orgId }, query: { done, limit: 100 } }, { secret: true });
  const all = done ? pages.items : byNeed(pages.items);
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          {all.length ? (
            <Cells label={t(done ? cases.closed : cases.open)}>
              {all.map((observation) => (
                <Cell key={observation.observationId} href={`/concerns/${org.orgId}/${observation.observationId}`} subtitle={under(observation, org.timeZone, t)} trailing={<Status of={observation} />}>
                  {whom(observation, t)}
                </Cell>
              ))}
            </Cells>
          ) : (
            <Empty words={done ? cases.noneClosed : cases.noneOpen} />
          )}
          <LoadMore pages={pages} words={cases.more} />
        </>
      )}
    </Loaded>
  );
}

/** Waiting urgent ones, late ones, what waits, then by when it is due. */
function byNeed(all: Observation[]): Observation[] {
  const need = (observation: Observation) => (observation.urgent && observation.waits ? 4 : 0) + (observation.late ? 2 : 0) + (observation.waits ? 1 : 0);
  return [...all].sort((a, b) => need(b) - need(a) || a.dueAt.localeCompare(b.dueAt));
}

export function whom(observation: Observation, t: Say): string {
  return observation.studentName ? `${observation.studentName} · ${observation.className}` : t(cases.noName(observation.className));
}

function under(observation: Observation, zone: string, t: Say): string {
  const filed = t(cases.filed(plainDay(observation.filedOn)));
  return observation.state === "done" ? `${filed}${observation.outcome ? ` · ${t(cases.outcomes[observation.outcome])}` : ""}` : `${filed} · ${t(cases.dueBy(deadline(observation.dueAt, zone)))}`;
}

/** Where it stands, in one word: red for urgent alone. */
export function Status({ of }: { of: Observation }) {
  const t = useText();
  const said: [Words, "urgent" | "soon" | "calm" | "still"][] = [];
  if (of.urgent && of.state !== "done") said.push([cases.urgent, "urgent"]);
  if (of.late) said.push([cases.late, "soon"]);
  else if (of.waits && of.state !== "done") said.push([cases.waits, "soon"]);
  if (!of.waits || of.state === "done") said.push([cases.states[of.state], of.state === "done" ? "still" : "calm"]);
  return <>{said.map(([words, tone]) => <span key={words[1]}><Tag tone={tone}>{t(words)}</Tag> </span>)}</>;
}
