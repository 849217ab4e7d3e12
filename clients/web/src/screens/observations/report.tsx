import { useState } from "preact/hooks";
import { type Org, useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { Loaded, Loading, ProblemNote } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { words } from "../../words/observations";
import { useReportDraft } from "./report-draft";
import { Sentence } from "./sentence";
import { Questions } from "./steps";
import { type SentReport, Thanks } from "./thanks";

/** A committee member reports what they saw: the kind, the student concerned, a sentence. Nothing is stored on the phone. */
export default function Report() {
  const home = useHome();
  const [sent, setSent] = useState<SentReport>();
  if (sent) return <Thanks report={sent} onAnother={() => setSent(undefined)} />;
  return (
    <Page title={words.report}>
      <Loaded of={home}>
        {(data) => {
          const org = data.orgs.find((org) => org.serves);
          return org ? <ReportForm org={org} sent={setSent} /> : <OtherHelp />;
        }}
      </Loaded>
    </Page>
  );
}

function ReportForm({ org, sent }: { org: Org; sent: (what: SentReport) => void }) {
  const t = useText();
  const form = useRead("/api/v1/orgs/{org_id}/observations/form", { path: { org_id: org.orgId } }, { secret: true });
  const [report, set, forget] = useReportDraft("report");
  const onDone = (urgent: boolean, observationId: string | undefined) => {
    sent({ orgId: org.orgId, observationId, urgent, aboutTeacher: Boolean(report.aboutStaffId) });
    forget();
  };
  if (form.problem?.slug === "not-serving") return <OtherHelp />;
  if (!form.data) return form.problem ? <ProblemNote problem={form.problem} retry={form.reload} /> : <Loading />;
  const chosen = report.kind !== undefined && report.studentId !== undefined;
  return (
    <>
      <Questions form={form.data} report={report} set={set} />
      {chosen && <Sentence org={org} form={form.data} report={report} set={set} onDone={onDone} />}
      <p><a class="button plain wide" href="/report/mine">{t(words.mine)}</a></p>
    </>
  );
}

/** For a student who is not on the committee: other ways to find help. */
export function OtherHelp() {
  const t = useText();
  return (
    <>
      <p>{t(words.notServing)}</p>
      <Cells>
        <Cell href="/talks">{t(words.bookTalk)}</Cell>
        <Cell href="/help">{t(words.callLine)}</Cell>
      </Cells>
      <p class="quiet">{t(words.tellAdult)}</p>
    </>
  );
}
