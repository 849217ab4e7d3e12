import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { named, useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { words } from "../../words/parents";
import { GroupForm } from "./forms";
import { GroupView } from "./group";

const ROLES = ["school_admin", "leader", "class_teacher", "counsellor"];

/** Parent committees and parent schools (V11): as staff keep them, or a guardian's own memberships. */
export default function Parents() {
  const home = useHome();
  const staff = home.data?.orgs.some((org) => org.kind === "school" && org.roles.some((role) => ROLES.includes(role)));
  const guardian = home.data?.orgs.some((org) => org.roles.includes("guardian"));
  return (
    <Page title={words.title} back>
      {guardian && <Mine />}
      {staff && <OrgChoice roles={ROLES} kind={["school"]}>{(org) => <Groups key={org.orgId} orgId={org.orgId} />}</OrgChoice>}
    </Page>
  );
}

function Mine() {
  const t = useText();
  const home = useHome();
  const mine = useRead("/api/v1/me/parent-groups", {}, { store: true });
  return (
    <Loaded of={mine}>
      {(data) =>
        data.length ? (
          <Cells>
            {data.map((one) => {
              const org = home.data?.orgs.find((org) => org.orgId === one.orgId);
              return <Cell key={one.groupId} subtitle={[org && t(named(org)), one.className, t(words.term(plainDay(one.firstDay), plainDay(one.lastDay))), t(words.mineMeetings(one.came, one.meetings))].filter(Boolean).join(" · ")} trailing={<Tag>{t(words.mine(words.roles[one.role]))}</Tag>}>{one.name}</Cell>;
            })}
          </Cells>
        ) : (
          <Empty words={words.noneMine} />
        )
      }
    </Loaded>
  );
}

function Groups({ orgId }: { orgId: number }) {
  const t = useText();
  const [open, setOpen] = useState<string>();
  const groups = useRead("/api/v1/orgs/{org_id}/parent-groups", { path: { org_id: orgId } });
  return (
    <Loaded of={groups}>
      {(data) => {
        const shown = data.groups.find((one) => one.groupId === open);
        if (shown) return <GroupView orgId={orgId} group={shown} all={data} onClose={() => setOpen(undefined)} />;
        return (
          <>
            {data.canEdit && <Button wide kind="main" onClick={() => setOpen("new")}>{t(words.add)}</Button>}
            <List groups={data.groups} onOpen={setOpen} />
            {open === "new" && (
              <Sheet title={words.add} onClose={() => setOpen(undefined)}>
                <GroupForm orgId={orgId} all={data} onDone={() => setOpen(undefined)} />
              </Sheet>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function List({ groups, onOpen }: { groups: Shape<"ParentGroup">[]; onOpen: (groupId: string) => void }) {
  const t = useText();
  if (!groups.length) return <Empty words={words.none} />;
  return (
    <Cells>
      {groups.map((one) => (
        <Cell key={one.groupId} onClick={() => onOpen(one.groupId)} subtitle={[one.className ?? t(words.wholeSchool), t(words.term(plainDay(one.firstDay), plainDay(one.lastDay)))].join(" · ")} trailing={<Tag tone={one.current ? "calm" : "still"}>{t(one.current ? words.kinds[one.kind] : words.over)}</Tag>}>{one.name}</Cell>
      ))}
    </Cells>
  );
}
