import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { fieldError } from "../../../api/problem";
import { useRead } from "../../../api/read";
import { write } from "../../../api/write";
import { same, useText } from "../../../text";
import { choose } from "../../../ui/choice";
import { classOptions } from "../../../ui/class-names";
import { useFetched } from "../../../ui/fetched";
import { Choices, Input, Select } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { goTo } from "../../../ui/history";
import { Loaded } from "../../../ui/loaded";
import { Page, Section } from "../../../ui/page";
import { StepUpFirst } from "../../../ui/step-up-first";
import { UntilSaved } from "../../../ui/until-saved";
import { words as leaving } from "../../../words/leaving";
import { words as added } from "../../../words/new-person";
import { words } from "../../../words/person";
import { sideKey } from "../side";
import { useChange } from "./change";
import type { Guardians, StudentPath } from "./guardians";
import { LastDay, Planned, usePlanned } from "./leaving";

const LEAVING = "/api/v1/orgs/{org_id}/roster/students/{student_id}/leaving" as const;

type Student = Shape<"PersonStudent">;
type Edit = Shape<"StudentEdit">;
type Need = Edit["support"][number];

/** One student, or one who comes. */
export default function StudentScreen() {
  return useRoute().params.id === "new" ? <Coming /> : <StudentPerson />;
}

/** Fetched when it is opened: few come between two imports. */
function Coming() {
  return <Loaded of={useFetched(() => import("./new-student"))}>{({ NewStudent }) => <NewStudent />}</Loaded>;
}

/** Name, class, needs, guardians, and leaving. */
function StudentPerson() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), student_id: params.id ?? "" };
  const student = useRead("/api/v1/orgs/{org_id}/roster/students/{student_id}", { path }, { secret: true });
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: path.org_id } });
  choose(sideKey(path.org_id), "students");
  return (
    <Page title={student.data ? same(student.data.name) : words.student} back>
      <StepUpFirst />
      <Loaded of={student}>
        {(student) => (
          <>
            <Loaded of={classes}>{(classes) => <UntilSaved of={student}>{(student) => <StudentForm student={student} classes={classes} path={path} />}</UntilSaved>}</Loaded>
            <LaterGuardians student={student} path={path} />
            <UntilSaved of={student}>{(student) => <Leave student={student} path={path} />}</UntilSaved>
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Fetched beside the form, which comes first. */
function LaterGuardians(props: Parameters<typeof Guardians>[0]) {
  return <Loaded of={useFetched(() => import("./guardians"))}>{({ Guardians }) => <Guardians {...props} />}</Loaded>;
}

function StudentForm({ student, classes, path }: { student: Student; classes: Shape<"SchoolClass">[]; path: StudentPath }) {
  const t = useText();
  const { mutation, run } = useChange(() => undefined);
  const [edit, setEdit] = useState<Edit>({ name: student.name, sex: student.sex, classId: student.classId, support: student.support as Need[], address: student.address });
  const set = (change: Partial<Edit>) => {
    mutation.clear();
    setEdit({ ...edit, ...change });
  };
  const send = () => run(words.save, (dryRun, key) => write("put", "/api/v1/orgs/{org_id}/roster/students/{student_id}", { path, query: { dryRun }, body: edit, version: student.version }, key));
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Input label={words.name} required maxLength={50} value={edit.name} onValue={(name) => set({ name })} error={fieldError(mutation.problem, "name")} />
      <Choices label={words.sex} value={[edit.sex]} onValue={([sex]) => sex && set({ sex })} options={[["male", t(words.sexes.male)], ["female", t(words.sexes.female)]]} />
      <Select label={words.chooseClass} value={edit.classId} onValue={(classId) => set({ classId })} options={classOptions(classes)} error={fieldError(mutation.problem, "classId")} />
      {student.address !== null && <Input label={added.address} hint={added.addressHint} maxLength={200} autocomplete="off" value={edit.address ?? student.address} onValue={(address) => set({ address })} error={fieldError(mutation.problem, "address")} />}
      <Choices label={words.support} multiple value={edit.support} onValue={(support) => set({ support })} options={(Object.keys(words.needs) as Need[]).map((need): [Need, string] => [need, t(words.needs[need])])} />
    </Form>
  );
}

function Leave({ student, path }: { student: Student; path: StudentPath }) {
  const { mutation, run } = useChange(() => goTo("/school/people"), words.ended);
  const [lastDay, setLastDay] = useState("");
  const later = usePlanned();
  const plan = () => later.run(words.endStudent, (dryRun, key) => write("put", LEAVING, { path, query: { dryRun }, body: { lastDay }, version: student.version }, key), words.endStudentSure(student.name));
  const takeBack = () => later.run(leaving.takeBack, (dryRun, key) => write("post", `${LEAVING}/end`, { path, query: { dryRun }, version: student.version }, key), leaving.takeBackSure(student.name));
  const now = () => run(words.endStudent, (dryRun, key) => write("post", "/api/v1/orgs/{org_id}/roster/students/{student_id}/end", { path, query: { dryRun }, version: student.version }, key), words.endStudentSure(student.name));
  if (student.leaving) return <Planned title={words.endStudent} end={student.leaving} mutation={later.mutation} takeBack={takeBack} />;
  return (
    <Section title={words.endStudent}>
      <Form mutation={lastDay ? later.mutation : mutation} send={lastDay ? plan : now} button={words.endStudent} kind="ending">
        <LastDay value={lastDay} onValue={setLastDay} mutation={later.mutation} />
      </Form>
    </Section>
  );
}
