import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";
import { usePages } from "../../api/pages";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { clock, isoDay, plainDay } from "../../text/time";
import { Select, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { LoadMore } from "../../ui/load-more";
import { Loaded, Loading } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { useSealedDraft } from "../../ui/sealed-draft";
import { toast } from "../../ui/toast";
import { fromVisit } from "../../words/from-visit";
import { cases, type Kind, words } from "../../words/observations";
import { decideUrgent } from "./ask-danger";
import { ClassChoice } from "./class-choice";
import { KindSelect } from "./kind-select";
import { LONGEST, OWNER_ROLES } from "./limits";
import { Danger } from "./sentence";

/** Staff file an observation of their own, about a student or a class; `?org=&visit=`: about the student whom they visited. */
export default function Filing() {
  const { query } = useRoute();
  return (
    <Page title={cases.newTitle} back>
      {query.visit ? <FromVisit path={{ org_id: Number(query.org), visit_id: query.visit }} /> : <OrgChoice roles={OWNER_ROLES} kind={["school"]}>{(org) => <ClassChoice key={org.orgId} org={org}>{(classId) => <ClassForm key={classId} orgId={org.orgId} classId={classId} />}</ClassChoice>}</OrgChoice>}
    </Page>
  );
}

/** The student and the day of the visit are filled in. Nothing of its record is: who files says in their own words what others may know. */
function FromVisit({ path }: { path: { org_id: number; visit_id: string } }) {
  const t = useText();
  const visit = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}", { path });
  return (
    <Loaded of={visit}>
      {({ studentId, studentName, startsAt, timeZone }) => (
        <ObservationForm orgId={path.org_id} draft={`report visit ${path.visit_id}`} classId={null} start={{ ...NOTHING, studentId, text: t(fromVisit.text(plainDay(isoDay(startsAt, timeZone)))) }}>
          {() => (
            <>
              <p>{t(fromVisit.about(studentName))}</p>
              <p class="note">{t(fromVisit.note)}</p>
            </>
          )}
        </ObservationForm>
      )}
    </Loaded>
  );
}

interface ObservationInput {
  studentId: string;
  kind: Kind | undefined;
  text: string;
  urgent: boolean;
}

const NOTHING: ObservationInput = { studentId: "", kind: undefined, text: "", urgent: false };

function ClassForm({ orgId, classId }: { orgId: number; classId: string }) {
  const t = useText();
  const students = usePages("/api/v1/orgs/{org_id}/students", { path: { org_id: orgId }, query: { classId, limit: 100 } });
  return (
    <Loaded of={students.first}>
      {() => (
        <ObservationForm orgId={orgId} draft={`report ${classId}`} classId={classId} start={NOTHING}>
          {({ studentId }, set, error) => (
            <>
              <Select label={cases.forStudent} value={studentId} onValue={(value) => set({ studentId: value })} options={[["", t(cases.wholeClass)], ...students.items.map((student): [string, string] => [student.studentId, `${student.name} ${student.studentNumber}`])]} error={error} />
              <LoadMore pages={students} words={cases.more} />
            </>
          )}
        </ObservationForm>
      )}
    </Loaded>
  );
}

/** `children` shows about whom it is. */
function ObservationForm({ orgId, classId, draft, start, children }: { orgId: number; classId: string | null; draft: string; start: ObservationInput; children: (input: ObservationInput, set: (change: Partial<ObservationInput>) => void, error: string | undefined) => ComponentChildren }) {
  const mutation = useMutation();
  const t = useText();
  const { value: input, set: setInput, forget, ready, savedAt } = useSealedDraft<ObservationInput>(draft, start);
  const set = (change: Partial<ObservationInput>) => setInput((before) => ({ ...before, ...change }));
  const { studentId, kind, text, urgent } = input;
  const send = async () => {
    if (!kind) return;
    if (text.trim() === start.text.trim()) return toast(fromVisit.writeFirst);
    const decided = await decideUrgent(text, urgent);
    if (decided === undefined) return;
    set({ urgent: decided });
    const body = { kind, text: text.trim(), urgent: decided, slip: false, studentId: studentId || null, classId: studentId ? null : classId };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations", { path: { org_id: orgId }, body }, key), () => {
      forget();
      toast(cases.filedDone);
      goTo("/concerns", true);
    });
  };
  if (!ready) return <Loading />;
  return (
    <Form mutation={mutation} send={() => void send()} button={words.send} sealed>
      {children(input, set, fieldError(mutation.problem, "studentId"))}
      <KindSelect kind={kind} set={(value) => set({ kind: value })} />
      <TextArea label={cases.text} hint={cases.textHint} required maxLength={LONGEST} value={text} onValue={(value) => set({ text: value })} error={fieldError(mutation.problem, "text")} />
      <Danger urgent={urgent} set={(value) => set({ urgent: value })} />
      {savedAt !== undefined && <p class="quiet small" aria-live="polite">{t(fromVisit.saved(clock(new Date(savedAt))))}</p>}
    </Form>
  );
}
