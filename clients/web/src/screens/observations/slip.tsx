import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import type { Org } from "../../orgs";
import { useText } from "../../text";
import { Form } from "../../ui/buttons";
import { Area, Select } from "../../ui/fields";
import { InOrg } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Shown } from "../../ui/shown";
import { tell } from "../../ui/toast";
import { cases, words } from "../../words/observations";
import { goTo } from "../../history";
import { InClass, KindOf } from "./filing";
import { Danger, Details, LONGEST } from "./sentence";
import { useGiven } from "./given";

/** A counsellor enters what stands on a paper slip: whoever wrote it told it (P7). */
export default function Slip() {
  const t = useText();
  return (
    <Page title={cases.slip} back>
      <p class="quiet">{t(cases.slipLead)}</p>
      <InOrg roles={["counsellor"]} kind="school">{(org) => <InClass key={org.orgId} org={org}>{(classId) => <OfClass key={classId} org={org} classId={classId} />}</InClass>}</InOrg>
    </Page>
  );
}

function OfClass({ org, classId }: { org: Org; classId: string }) {
  const form = useRead("/api/v1/orgs/{org_id}/observations/form", { path: { org_id: org.orgId }, query: { classId } }, { secret: true });
  return <Shown of={form}>{(data) => <Written org={org} form={data} />}</Shown>;
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
      tell(cases.slipDone);
      goTo("/concerns", true);
    });
  };
  const names = (all: Shape<"Classmate">[]) => all.map((one): [string, string] => [one.studentId, one.name]);
  return (
    <Form mutation={mutation} send={send} button={words.send} sealed>
      <Select label={cases.slipFrom} value={from} onValue={setFrom} options={[["", t(cases.unsigned)], ...names(form.members)]} wrong={fieldError(mutation.problem, "slipFrom")} />
      <KindOf kind={kind} set={(one) => set({ kind: one })} />
      <Select label={words.whom} value={given.studentId ?? ""} onValue={(studentId) => set({ studentId })} options={[["", t(cases.wholeClass)], ...names(form.classmates)]} wrong={fieldError(mutation.problem, "studentId")} />
      <Area label={cases.text} required maxLength={LONGEST} value={given.text} onValue={(text) => set({ text })} wrong={fieldError(mutation.problem, "text")} />
      <Danger urgent={given.urgent} set={(urgent) => set({ urgent })} />
      <Details org={org} form={form} given={given} set={set} wrongDay={fieldError(mutation.problem, "seenOn")} />
    </Form>
  );
}
