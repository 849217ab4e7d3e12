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
import { Loaded } from "../../../ui/loaded";
import { Page } from "../../../ui/page";
import { StepUpFirst } from "../../../ui/step-up-first";
import { UntilSaved } from "../../../ui/until-saved";
import { ROLES } from "../../../words/me";
import { words as newNumber } from "../../../words/new-number";
import { words } from "../../../words/person";
import { sideKey } from "../side";
import { ofNumber, useChange } from "./change";
import { Lessons, useRoles } from "./lessons";

type Staff = Shape<"PersonStaff">;
type Edit = Shape<"StaffEdit">;
type Role = Edit["roles"][number];
type SchoolClass = Shape<"SchoolClass">;

/** One colleague, or one who comes. */
export default function StaffScreen() {
  return useRoute().params.id === "new" ? <Coming /> : <StaffPerson />;
}

/** Fetched when it is opened: few colleagues come. */
function Coming() {
  return <Loaded of={useFetched(() => import("./new-staff"))}>{({ NewStaff }) => <NewStaff />}</Loaded>;
}

/** Name, phone, roles, classes, and leaving. */
function StaffPerson() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), staff_id: params.id ?? "" };
  const staff = useRead("/api/v1/orgs/{org_id}/roster/staff/{staff_id}", { path });
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: path.org_id } });
  choose(sideKey(path.org_id), "staff");
  return (
    <Page title={staff.data ? same(staff.data.name) : words.staff} back>
      <StepUpFirst />
      <Loaded of={staff}>
        {(staff) => (
          <Loaded of={classes}>
            {(classes) => (
              <>
                {staff.byPaper && <OnPaper {...path} />}
                <UntilSaved of={staff}>{(staff) => <StaffForm staff={staff} classes={classes} path={path} />}</UntilSaved>
                <UntilSaved of={staff}>{(staff) => <AwayLater staff={staff} path={path} />}</UntilSaved>
                <UntilSaved of={staff}>{(staff) => <Leaving staff={staff} path={path} />}</UntilSaved>
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

/** Fetched where it is needed: few colleagues have neither phone nor mail. */
function OnPaper(path: StaffPath) {
  return <Loaded of={useFetched(() => import("./on-paper"))}>{({ OnPaper }) => <OnPaper {...path} />}</Loaded>;
}

/** Fetched beside the form, which is what most come for. */
function AwayLater(props: { staff: Staff; path: StaffPath }) {
  return <Loaded of={useFetched(() => import("./leave"))}>{({ Away, MovedNumber }) => <><MovedNumber orgId={props.path.org_id} accountId={props.path.staff_id} /><Away {...props} /></>}</Loaded>;
}

function Leaving(props: { staff: Staff; path: StaffPath }) {
  return <Loaded of={useFetched(() => import("./leaves-school"))}>{({ LeavesSchool }) => <LeavesSchool {...props} />}</Loaded>;
}

interface StaffPath {
  org_id: number;
  staff_id: string;
}

function StaffForm({ staff, classes, path }: { staff: Staff; classes: SchoolClass[]; path: StaffPath }) {
  const t = useText();
  const { mutation, run } = useChange(() => undefined);
  const roles = useRoles(path.org_id);
  const [edit, setEdit] = useState<Edit>({
    name: staff.name,
    number: staff.number,
    phone: null,
    roles: staff.roles as Role[],
    leads: staff.leads.map((one) => one.classId),
    teaches: staff.teaches.map(({ classId, subject }) => ({ classId, subject })),
  });
  const set = (change: Partial<Edit>) => {
    mutation.clear();
    setEdit({ ...edit, ...change });
  };
  const send = () => {
    const [action, sure] = ofNumber(words.save, edit.name, edit.phone);
    run(action, (dryRun, key) => write("put", "/api/v1/orgs/{org_id}/roster/staff/{staff_id}", { path, query: { dryRun }, body: { ...edit, phone: edit.phone || null }, version: staff.version }, key), sure);
  };
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Input label={words.name} required maxLength={50} value={edit.name} onValue={(name) => set({ name })} error={fieldError(mutation.problem, "name")} />
      <Input label={words.number} required maxLength={32} value={edit.number} onValue={(number) => set({ number })} error={fieldError(mutation.problem, "number")} />
      <Input label={words.phone} hint={newNumber.hint} maxLength={200} value={edit.phone ?? ""} onValue={(phone) => set({ phone })} error={fieldError(mutation.problem, "phone")} />
      <Choices label={words.roles} multiple value={edit.roles} onValue={(roles) => set({ roles })} options={roles.map((role): [Role, string] => [role, t(ROLES[role]!)])} error={fieldError(mutation.problem, "roles")} />
      {classes.length > 0 && <Select label={words.leads} value={edit.leads[0] ?? ""} onValue={(one) => set({ leads: one ? [one, ...edit.leads.slice(1)] : [] })} options={[["", t(words.nobody)], ...classOptions(classes)]} error={fieldError(mutation.problem, "leads")} />}
      {classes.length > 0 && <Lessons classes={classes} teaches={edit.teaches} onTeaches={(teaches) => set({ teaches })} />}
    </Form>
  );
}
