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
import { ROLES } from "../../../words/me";
import { words as added } from "../../../words/new-person";
import { words } from "../../../words/person";
import { useChange } from "./change";
import { Lessons, useRoles } from "./lessons";

type New = Shape<"StaffNew">;

/** A colleague who comes: a substitute teacher needs no file. */
export function NewStaff() {
  const t = useText();
  const { params } = useRoute();
  const orgId = Number(params.org);
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: orgId } }).data ?? [];
  const { mutation, run } = useChange((changed) => goTo(changed?.personId ? `/school/people/${orgId}/staff/${changed.personId}` : "/school/people", true));
  const [edit, setEdit] = useState<New>({ name: "", number: "", phone: "", roles: [], leads: [], teaches: [] });
  const roles = useRoles(orgId);
  const set = (change: Partial<New>) => {
    mutation.clear();
    setEdit({ ...edit, ...change });
  };
  const error = (field: string) => fieldError(mutation.problem, field);
  const send = () => run(added.addStaff, (dryRun, key) => write("post", "/api/v1/orgs/{org_id}/roster/staff", { path: { org_id: orgId }, query: { dryRun }, body: { ...edit, phone: edit.phone || null } }, key));
  return (
    <Page title={added.addStaff} back>
      <StepUpFirst />
      <p class="quiet">{t(added.staffLead)}</p>
      <Form mutation={mutation} send={send} button={added.addStaff}>
        <Input label={words.name} required maxLength={50} autocomplete="off" value={edit.name} onValue={(name) => set({ name })} error={error("name")} />
        <Input label={words.number} required maxLength={32} autocomplete="off" value={edit.number} onValue={(number) => set({ number })} error={error("number")} />
        <Input label={words.phoneNew} hint={added.staffPhoneHint} maxLength={200} autocomplete="off" value={edit.phone ?? ""} onValue={(phone) => set({ phone })} error={error("phone")} />
        <Choices label={words.roles} multiple value={edit.roles} onValue={(roles) => set({ roles })} options={roles.map((role): [New["roles"][number], string] => [role, t(ROLES[role]!)])} error={error("roles")} />
        {classes.length > 0 && <Select label={words.leads} value={edit.leads[0] ?? ""} onValue={(one) => set({ leads: one ? [one] : [] })} options={[["", t(words.nobody)], ...classOptions(classes)]} error={error("leads")} />}
        {classes.length > 0 && <Lessons classes={classes} teaches={edit.teaches} onTeaches={(teaches) => set({ teaches })} />}
      </Form>
    </Page>
  );
}
