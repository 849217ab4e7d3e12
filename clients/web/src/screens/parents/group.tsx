import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { write } from "../../api/write";
import { useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { Empty } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { notShown } from "../../words/not-shown";
import { words } from "../../words/parents";
import { GroupForm, MeetingForm, MemberForm } from "./forms";

type Group = Shape<"ParentGroup">;
type Open = "edit" | "member" | "meeting" | Shape<"ParentMember"> | Shape<"ParentMeeting">;

/** One group: its members, its meetings and courses. */
export function GroupView({ orgId, group, all, onClose }: { orgId: number; group: Group; all: Shape<"ParentGroups">; onClose: () => void }) {
  const t = useText();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const joins = group.canEdit && group.current;
  return (
    <>
      <h2>{group.name}</h2>
      <p class="quiet small">{[t(words.kinds[group.kind]), group.className ?? t(words.wholeSchool), t(words.term(plainDay(group.firstDay), plainDay(group.lastDay)))].join(" · ")}</p>
      <Section title={words.members}>
        <Members group={group} onOpen={setOpen} />
        {joins && <Button wide onClick={() => setOpen("member")}>{t(words.addMember)}</Button>}
      </Section>
      <Section title={words.meetings}>
        <Meetings group={group} onOpen={setOpen} />
        {group.canEdit && <Button wide onClick={() => setOpen("meeting")}>{t(words.addMeeting)}</Button>}
      </Section>
      {group.canEdit && <Button wide onClick={() => setOpen("edit")}>{t(words.edit)}</Button>}
      <Button wide onClick={onClose}>{t(words.title)}</Button>
      {open === "edit" && <Sheet title={words.edit} onClose={close}><GroupForm orgId={orgId} all={all} group={group} onDone={close} /></Sheet>}
      {open === "member" && <Sheet title={words.addMember} onClose={close}><MemberForm orgId={orgId} all={all} group={group} onDone={close} /></Sheet>}
      {open === "meeting" && <Sheet title={words.addMeeting} onClose={close}><MeetingForm orgId={orgId} group={group} onDone={close} /></Sheet>}
      {typeof open === "object" && <One orgId={orgId} group={group} of={open} onDone={close} />}
    </>
  );
}

function Members({ group, onOpen }: { group: Group; onOpen: (open: Open) => void }) {
  const t = useText();
  if (!group.members.length) return <Empty words={words.noMembers} />;
  return (
    <Cells>
      {group.members.map((one) => (
        <Cell key={one.memberId} onClick={group.canEdit && !one.how ? () => onOpen(one) : undefined} subtitle={[...one.students, t(words.cameTo(one.came))].join(" · ")} trailing={<Tag tone={one.how ? "still" : "calm"}>{t(one.how ? words.hows[one.how] : words.roles[one.role])}</Tag>}>{one.name || t(notShown)}</Cell>
      ))}
    </Cells>
  );
}

function Meetings({ group, onOpen }: { group: Group; onOpen: (open: Open) => void }) {
  const t = useText();
  if (!group.meetings.length) return <Empty words={words.noMeetings} />;
  return (
    <Cells>
      {group.meetings.map((one) => (
        <Cell key={one.meetingId} onClick={group.canEdit ? () => onOpen(one) : undefined} subtitle={[plainDay(one.heldOn), t(words.counted(one.came, one.guests))].join(" · ")} trailing={<Tag>{t(words.meetingKinds[one.kind])}</Tag>}>{one.topic}</Cell>
      ))}
    </Cells>
  );
}

/** A member or a meeting, to be taken out. */
function One({ orgId, group, of, onDone }: { orgId: number; group: Group; of: Shape<"ParentMember"> | Shape<"ParentMeeting">; onDone: () => void }) {
  const path = { org_id: orgId, group_id: group.groupId };
  const done = () => {
    toast(words.saved);
    onDone();
  };
  if ("meetingId" in of) {
    const send = (key: string) => write("post", "/api/v1/orgs/{org_id}/parent-groups/{group_id}/meetings/{meeting_id}/end", { path: { ...path, meeting_id: of.meetingId } }, key);
    return <Sheet title={[of.topic, of.topic]} onClose={onDone}><ConfirmButton action={words.takeBack} consequence={words.takeBackSure} send={send} onDone={done} /></Sheet>;
  }
  const send = (key: string) => write("post", "/api/v1/orgs/{org_id}/parent-groups/{group_id}/members/{parent_member_id}/end", { path: { ...path, parent_member_id: of.memberId } }, key);
  return <Sheet title={of.name ? [of.name, of.name] : notShown} onClose={onDone}><ConfirmButton action={words.takeOut} consequence={words.takeOutSure} send={send} onDone={done} /></Sheet>;
}
