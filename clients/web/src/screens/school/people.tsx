import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { type Say, useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { Input, Select } from "../../ui/fields";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Loaded } from "../../ui/loaded";
import { ROLES } from "../../words/me";
import { words } from "../../words/school";

/** Who works here and as what. */
export default function People() {
  const t = useText();
  return (
    <Page title={words.people} back>
      <p class="quiet">{t(words.peopleLead)}</p>
      <OrgChoice roles={["staff"]}>{(org) => <Staff key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

type Member = Shape<"StaffMember">;

/** Those who do nothing but work here; `all` shows everybody. */
const NONE = "staff";

function Staff({ orgId }: { orgId: number }) {
  const staff = useRead("/api/v1/orgs/{org_id}/staff", { path: { org_id: orgId } });
  return <Loaded of={staff}>{(all) => <Found all={all} />}</Loaded>;
}

/** A school has two hundred: one looks for a name, a class, or all of a role. */
function Found({ all }: { all: Member[] }) {
  const t = useText();
  const [name, setName] = useState("");
  const [role, setRole] = useState("");
  const roles = Object.keys(ROLES).filter((option) => all.some((member) => rolesOf(member).includes(option)));
  const wanted = name.trim();
  const found = byName(all).filter((teacher) => (!role || rolesOf(teacher).includes(role)) && [teacher.name, ...teacher.leads].some((text) => text.includes(wanted)));
  return (
    <>
      <Input label={words.find} hint={words.findHint} maxLength={40} value={name} onValue={setName} />
      <Select label={words.role} value={role} onValue={setRole} options={[["", t(words.everybody)], ...roles.map((option): [string, string] => [option, t(ROLES[option]!)])]} />
      <p class="quiet small" role="status">{t(words.people_(found.length))}</p>
      {found.length > 0 && (
        <Cells>
          {found.map((teacher) => <Cell key={teacher.staffId} subtitle={rolesOf(teacher).map((each) => said(teacher, each, t)).join(" · ")}>{teacher.name}</Cell>)}
        </Cells>
      )}
    </>
  );
}

function rolesOf(teacher: Member): string[] {
  return teacher.roles.length ? teacher.roles : [NONE];
}

function said(teacher: Member, role: string, t: Say): string {
  const name = t(ROLES[role] ?? [role, role]);
  return role === "class_teacher" && teacher.leads.length ? `${name} ${teacher.leads.join(" ")}` : name;
}

/** As a list of names is kept: by sound. */
function byName(all: Member[]): Member[] {
  const sound = new Intl.Collator("zh-CN");
  return [...all].sort((a, b) => sound.compare(a.name, b.name));
}
