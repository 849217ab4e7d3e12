import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { useRead } from "../../api/read";
import { named, same, type Say, useText, type Words } from "../../text";
import { finds } from "../../text/search";
import { Cell, Cells } from "../../ui/cells";
import { useChoice } from "../../ui/choice";
import { Choices, Input, Select } from "../../ui/fields";
import { Loaded } from "../../ui/loaded";
import { byName } from "../../ui/by-name";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { ROLES } from "../../words/me";
import { words } from "../../words/school";
import { type Side, sideKey } from "./side";
import { Students } from "./students";

/** The staff and their roles. */
export default function People() {
  const t = useText();
  return (
    <Page title={words.people} back wide>
      <p class="quiet">{t(words.peopleLead)}</p>
      <OrgChoice roles={["staff"]}>{(org) => <Everybody key={org.orgId} org={org} />}</OrgChoice>
    </Page>
  );
}

type Member = Shape<"StaffMember">;

/** Shown for staff without another role. */
const STAFF_ONLY = "staff";

/** An administrator opens each of them, students too. A desk shows one table at a time, a phone both lists below each other. */
function Everybody({ org }: { org: Org }) {
  const t = useText();
  const wide = useWide();
  const [side, setSide] = useChoice<Side>(sideKey(org.orgId), "students");
  const edits = org.roles.includes("school_admin");
  const runs = edits && org.kind === "school";
  const shows = (part: Side) => !wide || side === part;
  return (
    <>
      {runs && wide && <Choices<Side> label={words.whom} value={[side]} onValue={([part]) => part && setSide(part)} options={[["students", t(words.studentsTitle)], ["staff", t(words.staffTitle)]]} />}
      {runs && shows("students") && <a class="button" href={`/school/people/${org.orgId}/student/new`}>{t(words.addStudent)}</a>}
      {runs && shows("staff") && <a class="button" href={`/school/people/${org.orgId}/staff/new`}>{t(words.addStaff)}</a>}
      {runs && shows("students") && <Students orgId={org.orgId} school={t(named(org))} />}
      {(!runs || shows("staff")) && <Staff org={org} edits={edits} />}
    </>
  );
}

function Staff({ org, edits }: { org: Org; edits: boolean }) {
  const staff = useRead("/api/v1/orgs/{org_id}/staff", { path: { org_id: org.orgId } });
  return (
    <Section title={words.staffTitle}>
      <Loaded of={staff}>{(staff) => <StaffSearch staff={staff} org={edits ? org : undefined} />}</Loaded>
    </Section>
  );
}

/** A school has two hundred staff: search by name, class or role. */
function StaffSearch({ staff, org }: { staff: Member[]; org: Org | undefined }) {
  const t = useText();
  const [name, setName] = useState("");
  const [role, setRole] = useChoice("role", "");
  const wide = useWide();
  const roles = Object.keys(ROLES).filter((option) => staff.some((member) => rolesOf(member).includes(option)));
  const wanted = finds(name);
  const found = byName(staff).filter((member) => (!role || rolesOf(member).includes(role)) && [member.name, ...member.leads].some(wanted));
  return (
    <>
      {!wide && <Input label={words.find} hint={words.findHint} maxLength={40} value={name} onValue={setName} />}
      <Select label={words.role} value={role} onValue={setRole} options={[["", t(words.everybody)], ...roles.map((option): [string, string] => [option, t(ROLES[option]!)])]} />
      {!wide && <p class="quiet small" role="status">{t(words.people_(found.length))}</p>}
      {wide && <Table label={words.staffTitle} search={words.find} file={t(words.staffTitle)} rows={found} columns={columns(t)} keyOf={(member) => member.staffId} href={(member) => org && personPath(org, member)} />}
      {!wide && found.length > 0 && (
        <Cells>
          {found.map((member) => <Cell key={member.staffId} href={org && personPath(org, member)} subtitle={rolesOf(member).map((each) => roleName(member, each, t)).join(" · ")}>{member.name}</Cell>)}
        </Cells>
      )}
    </>
  );
}

function personPath(org: Org, member: Member): string {
  return `/school/people/${org.orgId}/staff/${member.staffId}`;
}

/** Between the parts of a list. */
const LIST: Words = ["、", ", "];

function columns(t: Say): Column<Member>[] {
  return [
    { name: words.nameOf, of: (member) => member.name },
    { name: words.role, of: (member) => rolesOf(member).map((role) => t(ROLES[role] ?? same(role))).join(t(LIST)) },
    { name: words.leads, of: (member) => member.leads.join(t(LIST)) },
  ];
}

function rolesOf(member: Member): string[] {
  return member.roles.length ? member.roles : [STAFF_ONLY];
}

function roleName(member: Member, role: string, t: Say): string {
  const name = t(ROLES[role] ?? same(role));
  return role === "class_teacher" && member.leads.length ? `${name} ${member.leads.join(" ")}` : name;
}
