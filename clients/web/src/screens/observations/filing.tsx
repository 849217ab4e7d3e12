import type { Org } from "../../api/home";
import { usePages } from "../../api/pages";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { useDraft } from "../../ui/draft";
import { Select, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { LoadMore } from "../../ui/load-more";
import { Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { toast } from "../../ui/toast";
import { cases, type Kind, KINDS, words } from "../../words/observations";
import { decideUrgent } from "./ask-danger";
import { ClassChoice } from "./class-choice";
import { LONGEST, OWNER_ROLES } from "./limits";
import { Danger } from "./sentence";

/** Staff file an observation of their own, about a student or a class. */
export default function Filing() {
  return (
    <Page title={cases.newTitle} back>
      <OrgChoice roles={OWNER_ROLES} kind={["school"]}>{(org) => <ClassChoice key={org.orgId} org={org}>{(classId) => <ObservationForm key={classId} org={org} classId={classId} />}</ClassChoice>}</OrgChoice>
    </Page>
  );
}


interface ObservationInput {
  studentId: string;
  kind: Kind | undefined;
  text: string;
  urgent: boolean;
}

const NOTHING: ObservationInput = { studentId: "", kind: undefined, text: "", urgent: false };

function ObservationForm({ org, classId }: { org: Org; classId: string }) {
  const t = useText();
  const mutation = useMutation();
  const students = usePages("/api/v1/orgs/{org_id}/students", { path: { org_id: org.orgId }, query: { classId, limit: 100 } });
  const [input, setInput, forget] = useDraft<ObservationInput>(`report ${classId}`, NOTHING);
  const set = (change: Partial<ObservationInput>) => setInput((before) => ({ ...before, ...change }));
  const { studentId, kind, text, urgent } = input;
  const send = async () => {
    if (!kind) return;
    const decided = await decideUrgent(text, urgent);
    if (decided === undefined) return;
    set({ urgent: decided });
    const body = { kind, text: text.trim(), urgent: decided, slip: false, studentId: studentId || null, classId: studentId ? null : classId };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations", { path: { org_id: org.orgId }, body }, key), () => {
      forget();
      toast(cases.filedDone);
      goTo("/concerns", true);
    });
  };
  return (
    <Loaded of={students.first}>
      {() => (
        <Form mutation={mutation} send={() => void send()} button={words.send} sealed>
          <Select label={cases.forStudent} value={studentId} onValue={(value) => set({ studentId: value })} options={[["", t(cases.wholeClass)], ...students.items.map((student): [string, string] => [student.studentId, `${student.name} ${student.studentNumber}`])]} error={fieldError(mutation.problem, "studentId")} />
          <LoadMore pages={students} words={cases.more} />
          <KindSelect kind={kind} set={(value) => set({ kind: value })} />
          <TextArea label={cases.text} hint={cases.textHint} required maxLength={LONGEST} value={text} onValue={(value) => set({ text: value })} error={fieldError(mutation.problem, "text")} />
          <Danger urgent={urgent} set={(value) => set({ urgent: value })} />
        </Form>
      )}
    </Loaded>
  );
}

export function KindSelect({ kind, set }: { kind: Kind | undefined; set: (kind: Kind) => void }) {
  const t = useText();
  return <Select label={cases.kind} required value={kind ?? ""} onValue={(value) => value && set(value as Kind)} options={[...(kind ? [] : [["", t(cases.pickKind)] as [string, string]]), ...KINDS.map((option): [string, string] => [option, t(words.kinds[option])])]} />;
}
