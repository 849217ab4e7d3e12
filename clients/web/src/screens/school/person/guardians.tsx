import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { useHome } from "../../../api/home";
import { fieldError } from "../../../api/problem";
import { write } from "../../../api/write";
import { same, useText } from "../../../text";
import { Button } from "../../../ui/buttons";
import { Cell, Cells, Tag } from "../../../ui/cells";
import { useFetched } from "../../../ui/fetched";
import { Input, Select } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { Empty, Loaded } from "../../../ui/loaded";
import { Section } from "../../../ui/page";
import { MovedNumber, MovedTag } from "../../../ui/moved-number";
import { Sheet } from "../../../ui/sheet";
import { StepUpFirst } from "../../../ui/step-up-first";
import { UntilSaved } from "../../../ui/until-saved";
import { words as added } from "../../../words/new-person";
import { words as newNumber } from "../../../words/new-number";
import { words } from "../../../words/person";
import { GuardianCodes } from "../../../ui/starting-code";
import { ofNumber, useChange } from "./change";

type Student = Shape<"PersonStudent">;
type Tie = Shape<"PersonTie">;
type Edit = Shape<"TieEdit">;
type Relation = Tie["relation"];

export interface StudentPath {
  org_id: number;
  student_id: string;
}

interface Of {
  student: Student;
  path: StudentPath;
}

const TIE = "/api/v1/orgs/{org_id}/roster/students/{student_id}/guardians/{guardian_id}" as const;

/** A student's guardians, and those whom a court's order bars. */
export function Guardians({ student, path }: Of) {
  const t = useText();
  const [open, setOpen] = useState<string>();
  const home = useHome();
  const zone = home.data?.orgs.find((org) => org.orgId === path.org_id)?.timeZone ?? "Asia/Shanghai";
  const tie = student.guardians.find((one) => one.guardianId === open);
  const close = () => setOpen(undefined);
  return (
    <Section title={words.guardians}>
      {student.guardians.length === 0 && <Empty words={words.noGuardians} />}
      <Cells>
        {student.guardians.map((one) => (
          <Cell key={one.guardianId} subtitle={t(words.relations[one.relation])} trailing={one.bar ? <Tag tone="soon">{t(words.barred)}</Tag> : <MovedTag orgId={path.org_id} accountId={one.guardianId} />} onClick={() => setOpen(one.guardianId)}>{one.name}</Cell>
        ))}
      </Cells>
      <Button wide onClick={() => setOpen("new")}>{t(words.addGuardian)}</Button>
      <GuardianCodes orgId={path.org_id} studentId={path.student_id} zone={zone} />
      {open === "new" && <Sheet title={words.addGuardian} onClose={close}><StepUpFirst /><NewTie student={student} path={path} onDone={close} /></Sheet>}
      {tie && (
        <Sheet title={same(tie.name)} onClose={close}>
          <StepUpFirst />
          <MovedNumber orgId={path.org_id} accountId={tie.guardianId} />
          <div class="stack">
            {!tie.bar && <UntilSaved of={student}>{(student) => <TieForms student={student} path={path} tie={tieOf(student, tie)} onDone={close} />}</UntilSaved>}
            <UntilSaved of={student}>{(student) => <Barring student={student} path={path} tie={tieOf(student, tie)} onDone={close} />}</UntilSaved>
          </div>
        </Sheet>
      )}
    </Section>
  );
}

/** The tie as this version of the student has it. */
const tieOf = (student: Student, tie: Tie): Tie => student.guardians.find((one) => one.guardianId === tie.guardianId) ?? tie;

/** Its code is fetched where a guardian is opened: a court's order is rare. */
function Barring(props: Of & { tie: Tie; onDone: () => void }) {
  return <Loaded of={useFetched(() => import("./barring"))}>{(fetched) => <fetched.Barring {...props} />}</Loaded>;
}

/** A relation is chosen, never guessed. */
type Draft = Omit<Edit, "relation"> & { relation?: Relation };

function TieFields<T extends Draft>({ edit, onEdit, error }: { edit: T; onEdit: (edit: T) => void; error: (field: string) => string | undefined }) {
  const t = useText();
  const set = (change: Partial<Draft>) => onEdit({ ...edit, ...change });
  const relations = (Object.keys(words.relations) as Relation[]).map((relation): [string, string] => [relation, t(words.relations[relation])]);
  return (
    <>
      <Input label={words.name} required maxLength={50} value={edit.name} onValue={(name) => set({ name })} error={error("name")} />
      <Select label={words.relation} required value={edit.relation ?? ""} onValue={(relation) => set({ relation: relation as Relation })} options={edit.relation ? relations : [["", t(words.none)], ...relations]} />
      <Select label={words.order} value={String(edit.contactOrder)} onValue={(order) => set({ contactOrder: Number(order) })} options={[1, 2, 3, 4, 5, 6, 7, 8, 9].map((order) => [String(order), String(order)])} />
    </>
  );
}

function NewTie({ student, path, onDone }: Of & { onDone: () => void }) {
  const { mutation, run } = useChange(onDone);
  const [edit, setEdit] = useState<Draft>({ name: "", phone: "", contactOrder: Math.min(9, student.guardians.filter((one) => !one.bar).length + 1) });
  const set = (next: Draft) => {
    mutation.clear();
    setEdit(next);
  };
  const { relation } = edit;
  const send = () => relation && run(words.addGuardian, (dryRun, key) => write("post", "/api/v1/orgs/{org_id}/roster/students/{student_id}/guardians", { path, query: { dryRun }, body: { ...edit, relation, phone: edit.phone || null }, version: student.version }, key));
  return (
    <Form mutation={mutation} send={send} button={words.addGuardian}>
      <TieFields edit={edit} onEdit={set} error={(field) => fieldError(mutation.problem, field)} />
      <Input label={words.phoneNew} hint={added.phoneNone} maxLength={200} value={edit.phone ?? ""} onValue={(phone) => set({ ...edit, phone })} error={fieldError(mutation.problem, "phone")} />
    </Form>
  );
}

function TieForms({ student, path, tie, onDone }: Of & { tie: Tie; onDone: () => void }) {
  const { mutation, run } = useChange(onDone);
  const ending = useChange(onDone, words.ended);
  const [edit, setEdit] = useState<Edit>({ name: tie.name, phone: null, relation: tie.relation, contactOrder: tie.contactOrder });
  const set = (next: Edit) => {
    mutation.clear();
    setEdit(next);
  };
  const where = { ...path, guardian_id: tie.guardianId };
  const send = () => {
    const [action, sure] = ofNumber(words.save, edit.name, edit.phone);
    run(action, (dryRun, key) => write("put", TIE, { path: where, query: { dryRun }, body: { ...edit, phone: edit.phone || null }, version: student.version }, key), sure);
  };
  const end = () => ending.run(words.endTie, (dryRun, key) => write("post", `${TIE}/end`, { path: where, query: { dryRun }, version: student.version }, key), words.endTieSure(tie.name, student.name));
  return (
    <>
      <Form mutation={mutation} send={send} button={words.save}>
        <TieFields edit={edit} onEdit={set} error={(field) => fieldError(mutation.problem, field)} />
        <Input label={words.phone} hint={newNumber.hint} maxLength={200} value={edit.phone ?? ""} onValue={(phone) => set({ ...edit, phone })} error={fieldError(mutation.problem, "phone")} />
      </Form>
      <Form mutation={ending.mutation} send={end} button={words.endTie} kind="ending" />
    </>
  );
}
