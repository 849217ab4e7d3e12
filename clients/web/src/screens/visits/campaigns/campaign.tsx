import { useState } from "preact/hooks";
import { useHome } from "../../../api/home";
import { useRead } from "../../../api/read";
import { write } from "../../../api/write";
import { useText, type Words } from "../../../text";
import { Button } from "../../../ui/buttons";
import { Cell, Cells, Facts, Tag } from "../../../ui/cells";
import { ConfirmButton } from "../../../ui/confirm-button";
import { useFetched } from "../../../ui/fetched";
import { Bars, Year } from "../../../ui/figures";
import { Loaded } from "../../../ui/loaded";
import { Page, Section } from "../../../ui/page";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/campaigns";
import { words as plan } from "../../../words/plan";
import { DutyPlot } from "./duty";
import { type Campaign, type CampaignPath, FIRST } from "./types";

/** One campaign, live: progress, students, who visits, and its settings (V1-V4, V7, V8). */
export function CampaignView({ path }: { path: CampaignPath }) {
  const leads = useLeads(path.org_id);
  const students = useFetched(() => import("./students"));
  const team = useFetched(() => import("./campaign-team"));
  const campaign = useRead("/api/v1/orgs/{org_id}/campaigns/{campaign_id}", { path });
  return (
    <Page title={campaign.data ? [campaign.data.title, campaign.data.title] : words.title} back wide>
      <Loaded of={campaign}>
        {(data) => (
          <>
            <div class="stack halves">
              <Progress campaign={data} />
              <div class="stack">
                {data.canPlan && <NextStep campaign={data} path={path} />}
                <Unanswered campaign={data} orgId={path.org_id} />
              </div>
            </div>
            <Loaded of={students}>{({ Students }) => <Students campaign={data} orgId={path.org_id} leads={leads} />}</Loaded>
            <Loaded of={team}>{({ Team }) => <Team campaign={data} path={path} />}</Loaded>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Families are asked first; once all were, the plan is what comes next, until somebody joins. Who leads some of the classes has the plan alone. */
function NextStep({ campaign, path }: { campaign: Campaign; path: CampaignPath }) {
  const t = useText();
  const href = `/campaigns/${path.org_id}/${path.campaign_id}/plan`;
  const toAsk = campaign.canEdit && campaign.students.some((student) => !student.asked && !student.answer && (student.standing === "owed" || student.standing === "missed"));
  if (!toAsk) return <a class="button main wide" href={href}>{t(plan.title)}</a>;
  return (
    <>
      <ConfirmButton kind="main" action={words.ask} consequence={words.askSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/campaigns/{campaign_id}/ask", { path }, key)} onDone={() => toast(words.askDone)} />
      <Cells><Cell href={href}>{t(plan.title)}</Cell></Cells>
    </>
  );
}

function Progress({ campaign }: { campaign: Campaign }) {
  const t = useText();
  const { progress, classes } = campaign;
  // How far those are who are still to be visited; the first five add up to them.
  const parts: [Words, number][] = [
    [words.standings.owed, progress.owed],
    [words.standings.planned, progress.planned],
    [words.standings.confirmed, progress.confirmed - progress.toRecord],
    [words.toRecord, progress.toRecord],
    [words.standings.missed, progress.missed],
    [words.onsiteOwed, progress.onsiteOwed],
  ];
  const bar = (name: string, of: { done: number; students: number }) => ({ name, part: of.done, whole: of.students });
  const grades = [...new Set(classes.map((schoolClass) => schoolClass.grade))].map((grade) => {
    const own = classes.filter((schoolClass) => schoolClass.grade === grade);
    return bar(grade, { done: sum(own, "done"), students: sum(own, "students") });
  });
  return (
    <Section title={words.progress}>
      {campaign.closedAt && <p class="note">{t(words.closed)}</p>}
      <DutyPlot label={words.progress} rows={[{ ...progress, name: t(words.all) }, ...(classes.length > 1 ? classes : [])]} />
      <Facts counts of={[[t(words.visitedStudents), progress.done], [t(words.left), progress.students - progress.done], ...parts.map(([name, count]): [string, number] => [t(words.ofThese(t(name))), count]), [t(words.asked), progress.asked], [t(words.answered), progress.answered], [t(words.callMe), progress.callMe], [t(words.contacted), progress.contacted], [t(words.leaders), `${campaign.visitsByLeaders} / ${campaign.visits}`]]} />
      <p class="quiet small">{t(words.countsMore)}</p>
      {grades.length > 1 && <Bars label={words.byGrade} bars={grades} />}
      {campaign.days.length > 0 && <Year days={campaign.days.map((one) => ({ on: one.on, count: one.visits }))} since={earliest(campaign)} until={campaign.endsOn} label={words.byDay} column={words.visits} />}
    </Section>
  );
}

function sum(classes: Campaign["classes"], key: "done" | "students"): number {
  return classes.reduce((total, schoolClass) => total + schoolClass[key], 0);
}

/** Visits count from the school year's first day on, so some may be older than the campaign. */
function earliest(campaign: Campaign): string {
  const first = campaign.days[0]?.on ?? campaign.startsOn;
  return first < campaign.startsOn ? first : campaign.startsOn;
}

/** Families that were asked: who would rather be called, and who has not answered. The class teacher writes down what they say. */
function Unanswered({ campaign, orgId }: { campaign: Campaign; orgId: number }) {
  const t = useText();
  const leads = useLeads(orgId);
  const [whole, setWhole] = useState(false);
  const open = campaign.students.filter((student) => (student.asked || student.answer) && student.answer !== "times" && (student.standing === "owed" || student.standing === "missed"));
  if (!open.length || campaign.closedAt) return null;
  const ordered = [...open.filter((student) => student.answer), ...open.filter((student) => !student.answer)];
  return (
    <Section title={words.unanswered}>
      {leads && <p class="quiet small">{t(words.enterMore)}</p>}
      <Cells>
        {(whole ? ordered : ordered.slice(0, FIRST)).map((student) => (
          <Cell key={student.studentId} href={leads ? `/visits/availability/${orgId}/${student.studentId}` : undefined} trailing={<Tag tone={student.answer ? "soon" : "still"}>{t(student.answer ? words.callMe : words.noAnswer)}</Tag>}>{student.name}</Cell>
        ))}
      </Cells>
      {!whole && ordered.length > FIRST && <Button wide kind="plain" onClick={() => setWhole(true)}>{t(words.showAll(ordered.length))}</Button>}
    </Section>
  );
}

function useLeads(orgId: number): boolean {
  return useHome().data?.orgs.some((org) => org.orgId === orgId && org.roles.includes("class_teacher")) ?? false;
}
