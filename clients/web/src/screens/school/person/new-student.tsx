import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { fieldError } from "../../../api/problem";
import { useRead } from "../../../api/read";
import { write } from "../../../api/write";
import { useText } from "../../../text";
import { classOptions } from "../../../ui/class-names";
import { Choices, Input, Select } from "../../../ui/fields";
import { Form } from "../../../ui/form";
import { goTo } from "../../../ui/history";
import { Page } from "../../../ui/page";
import { StepUpFirst } from "../../../ui/step-up-first";
import { words as added } from "../../../words/new-person";
import { words } from "../../../words/person";
import { useChange } from "./change";

type New = Shape<"StudentNew">;
type Need = New["support"][number];
/** The sex is chosen, never guessed. */
type Draft = Omit<New, "sex"> & Partial<Pick<New, "sex">>;

/** A student who comes. Guardians are added on the student's own page. */
export function NewStudent() {
  const t = useText();
  const { params } = useRoute();
  const orgId = Number(params.org);
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: orgId } });
  const { mutation, run } = useChange((changed) => goTo(changed?.personId ? `/school/people/${orgId}/student/${changed.personId}` : "/school/people", true));
  const [edit, setEdit] = useState<Draft>({ number: "", name: "", classId: "", support: [], address: "" });
  const set = (change: Partial<Draft>) => {
    mutation.clear();
    setEdit({ ...edit, ...change });
  };
  const error = (field: string) => fieldError(mutation.problem, field);
  const { sex } = edit;
  const send = () => sex && run(added.addStudent, (dryRun, key) => write("post", "/api/v1/orgs/{org_id}/roster/students", { path: { org_id: orgId }, query: { dryRun }, body: { ...edit, sex } }, key));
  return (
    <Page title={added.addStudent} back>
      <StepUpFirst />
      <p class="quiet">{t(added.guardiansNext)}</p>
      <Form mutation={mutation} send={send} button={added.addStudent}>
        <Select label={words.chooseClass} required value={edit.classId} onValue={(classId) => set({ classId })} options={[["", t(words.none)], ...classOptions(classes.data ?? [])]} error={error("classId")} />
        <Input label={added.studentNumber} hint={added.studentNumberHint} required maxLength={32} autocomplete="off" value={edit.number} onValue={(number) => set({ number })} error={error("number")} />
        <Input label={words.name} required maxLength={50} autocomplete="off" value={edit.name} onValue={(name) => set({ name })} error={error("name")} />
        <Choices label={words.sex} required value={sex ? [sex] : []} onValue={([chosen]) => chosen && set({ sex: chosen })} options={[["female", t(words.sexes.female)], ["male", t(words.sexes.male)]]} />
        <Input label={added.address} hint={added.addressHint} maxLength={200} autocomplete="off" value={edit.address ?? ""} onValue={(address) => set({ address })} error={error("address")} />
        <Choices label={words.support} multiple value={edit.support} onValue={(support) => set({ support })} options={(Object.keys(words.needs) as Need[]).map((need): [Need, string] => [need, t(words.needs[need])])} />
      </Form>
    </Page>
  );
}
