import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Select, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { toast } from "../../ui/toast";
import { cases, words } from "../../words/observations";
import { decideUrgent } from "./ask-danger";
import { ClassChoice } from "./class-choice";
import { KindSelect } from "./kind-select";
import { useReportDraft } from "./report-draft";
import { LONGEST } from "./limits";
import { Danger, Details } from "./sentence";

/** A counsellor enters a paper slip; its writer counts as the observer (P7). */
export default function Slip() {
  const t = useText();
  return (
    <Page title={cases.slip} back>
      <p class="quiet">{t(cases.slipLead)}</p>
      <OrgChoice roles={["counsellor"]} kind={["school"]}>{(org) => <ClassChoice key={org.orgId} org={org}>{(classId) => <ClassSlip key={classId} org={org} classId={classId} />}</ClassChoice>}</OrgChoice>
    </Page>
  );
}

function ClassSlip({ org, classId }: { org: Org; classId: string }) {
  const form = useRead("/api/v1/orgs/{org_id}/observations/form", { path: { org_id: org.orgId }, query: { classId } }, { secret: true });
  return <Loaded of={form}>{(data) => <SlipForm org={org} form={data} />}</Loaded>;
}

function SlipForm({ org, form }: { org: Org; form: Shape<"ObservationForm"> }) {
  const t = useText();
  const mutation = useMutation();
  const [report, set, forget] = useReportDraft(`slip ${form.classId}`);
  const [from, setFrom] = useState("");
  const { kind } = report;
  const send = async () => {
    if (!kind) return;
    const urgent = await decideUrgent(report.text, report.urgent);
    if (urgent === undefined) return;
    set({ urgent });
    const body = {
      kind,
      text: report.text.trim(),
      urgent,
      slip: true,
      slipFrom: from || null,
      studentId: report.studentId || null,
      classId: form.classId,
      seenOn: report.seenOn || null,
      aboutStaffId: report.aboutStaffId || null,
    };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations", { path: { org_id: org.orgId }, body }, key), () => {
      forget();
      toast(cases.slipDone);
      goTo("/concerns", true);
    });
  };
  const names = (all: Shape<"Classmate">[]) => all.map((classmate): [string, string] => [classmate.studentId, classmate.name]);
  return (
    <Form mutation={mutation} send={() => void send()} button={words.send} sealed>
      <Select label={cases.slipFrom} value={from} onValue={setFrom} options={[["", t(cases.unsigned)], ...names(form.members)]} error={fieldError(mutation.problem, "slipFrom")} />
      <KindSelect kind={kind} set={(value) => set({ kind: value })} />
      <Select label={words.whom} value={report.studentId ?? ""} onValue={(studentId) => set({ studentId })} options={[["", t(cases.wholeClass)], ...names(form.classmates)]} error={fieldError(mutation.problem, "studentId")} />
      <TextArea label={cases.text} required maxLength={LONGEST} value={report.text} onValue={(text) => set({ text })} error={fieldError(mutation.problem, "text")} />
      <Danger urgent={report.urgent} set={(urgent) => set({ urgent })} />
      <Details org={org} form={form} report={report} set={set} dayError={fieldError(mutation.problem, "seenOn")} />
    </Form>
  );
}
