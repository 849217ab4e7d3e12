import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import type { Org } from "../../api/home";
import { useText } from "../../text";
import { Form } from "../../ui/form";
import { TextArea, Select } from "../../ui/fields";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Loaded } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { cases, words } from "../../words/observations";
import { goTo } from "../../ui/history";
import { InClass, KindOf } from "./filing";
import { Danger, Details, LONGEST } from "./sentence";
import { useGiven } from "./report-draft";

/** A counsellor enters what stands on a paper slip: whoever wrote it told it (P7). */
export default function Slip() {
  const t = useText();
  return (
    <Page title={cases.slip} back>
      <p class="quiet">{t(cases.slipLead)}</p>
      <OrgChoice roles={["counsellor"]} kind="school">{(org) => <InClass key={org.orgId} org={org}>{(classId) => <OfClass key={classId} org={org} classId={classId} />}</InClass>}</OrgChoice>
    </Page>
  );
}

function OfClass({ org, classId }: { org: Org; classId: string }) {
  const form = useRead("/api/v1/orgs/{org_id}/observations/form", { path: { org_id: org.orgId }, query: { classId } }, { secret: true });
  return <Loaded of={form}>{(data) => <Written org={org} form={data} />}</Loaded>;
}

function Written({ org, form }: { org: Org; form: Shape<"ObservationForm"> }) {
  const t = useText();
  const mutation = useMutation();
  const [given, set, forget] = useGiven(`slip ${form.classId}`);
  const [from, setFrom] = useState("");
  const { kind } = given;
  const send = () => {
    if (!kind) return;
    const body = {
      kind,
      text: given.text.trim(),
      urgent: given.urgent,
      slip: true,
      slipFrom: from || null,
      studentId: given.studentId || null,
      classId: form.classId,
      seenOn: given.seenOn || null,
      aboutStaffId: given.aboutStaffId || null,
    };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations", { path: { org_id: org.orgId }, body }, key), () => {
      forget();
      toast(cases.slipDone);
      goTo("/concerns", true);
    });
  };
  const names = (all: Shape<"Classmate">[]) => all.map((classmate): [string, string] => [classmate.studentId, classmate.name]);
  return (
    <Form mutation={mutation} send={send} button={words.send} sealed>
      <Select label={cases.slipFrom} value={from} onValue={setFrom} options={[["", t(cases.unsigned)], ...names(form.members)]} error={fieldError(mutation.problem, "slipFrom")} />
      <KindOf kind={kind} set={(value) => set({ kind: value })} />
      <Select label={words.whom} value={given.studentId ?? ""} onValue={(studentId) => set({ studentId })} options={[["", t(cases.wholeClass)], ...names(form.classmates)]} error={fieldError(mutation.problem, "studentId")} />
      <TextArea label={cases.text} required maxLength={LONGEST} value={given.text} onValue={(text) => set({ text })} error={fieldError(mutation.problem, "text")} />
      <Danger urgent={given.urgent} set={(urgent) => set({ urgent })} />
      <Details org={org} form={form} given={given} set={set} wrongDay={fieldError(mutation.problem, "seenOn")} />
    </Form>
  );
}
