import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay } from "../../text/time";
import { Check, Choices, Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { toast } from "../../ui/toast";
import { notShown } from "../../words/not-shown";
import { words } from "../../words/parents";

type Group = Shape<"ParentGroup">;
type All = Shape<"ParentGroups">;
type Role = Shape<"ParentMember">["role"];
const KINDS = Object.keys(words.kinds) as Group["kind"][];
const ROLES = Object.keys(words.roles) as Role[];
const MEETINGS = Object.keys(words.meetingKinds) as Shape<"ParentMeeting">["kind"][];

interface Props {
  orgId: number;
  onDone: () => void;
}

/** Forms a group, or changes its name and term. */
export function GroupForm({ orgId, all, group, onDone }: Props & { all: All; group?: Group }) {
  const t = useText();
  const mutation = useMutation();
  const [kind, setKind] = useState<Group["kind"]>("committee");
  const [classId, setClass] = useState(all.wholeSchool ? "" : (all.classes[0]?.classId ?? ""));
  const [name, setName] = useState(group?.name ?? "");
  const [firstDay, setFirst] = useState(group?.firstDay ?? isoDay(new Date()));
  const [lastDay, setLast] = useState(group?.lastDay ?? "");
  const [ended, setEnded] = useState(group?.ended ?? false);
  const scopes = [...(all.wholeSchool ? [["", t(words.wholeSchool)] as [string, string]] : []), ...all.classes.map((one): [string, string] => [one.classId, one.name])];
  const save = (key: string) =>
    group
      ? write("put", "/api/v1/orgs/{org_id}/parent-groups/{group_id}", { path: { org_id: orgId, group_id: group.groupId }, body: { name, firstDay, lastDay, ended }, version: group.version }, key)
      : write("post", "/api/v1/orgs/{org_id}/parent-groups", { path: { org_id: orgId }, body: { kind, classId: classId || null, name, firstDay, lastDay } }, key);
  return (
    <Form mutation={mutation} send={() => void mutation.run(save, () => finish(onDone))} button={words.save}>
      {!group && <Choices<Group["kind"]> label={words.kind} value={[kind]} onValue={([chosen]) => chosen && setKind(chosen)} options={KINDS.map((one) => [one, t(words.kinds[one])])} />}
      {!group && <Select label={words.of} value={classId} onValue={setClass} options={scopes} error={fieldError(mutation.problem, "classId")} />}
      <Input label={words.name} required maxLength={40} value={name} onValue={setName} error={fieldError(mutation.problem, "name")} />
      <Input label={words.firstDay} type="date" required value={firstDay} onValue={setFirst} error={fieldError(mutation.problem, "firstDay")} />
      <Input label={words.lastDay} type="date" required min={firstDay} value={lastDay} onValue={setLast} error={fieldError(mutation.problem, "lastDay")} />
      {group && <Check label={words.dissolve} value={ended} onValue={setEnded} />}
    </Form>
  );
}

/** Adds a guardian of a class to a group. */
export function MemberForm({ orgId, all, group, onDone }: Props & { all: All; group: Group }) {
  const t = useText();
  const mutation = useMutation();
  const [classId, setClass] = useState(group.classId ?? all.classes[0]?.classId ?? "");
  const [guardianId, setGuardian] = useState("");
  const [role, setRole] = useState<Role>("member");
  const candidates = useRead("/api/v1/orgs/{org_id}/parent-groups/candidates", { path: { org_id: orgId }, query: { classId } });
  const options = (candidates.data ?? []).map((one): [string, string] => [one.guardianId, `${one.name}（${one.students.join("、")}）`]);
  const save = (key: string) => write("post", "/api/v1/orgs/{org_id}/parent-groups/{group_id}/members", { path: { org_id: orgId, group_id: group.groupId }, body: { guardianId, role } }, key);
  return (
    <Form mutation={mutation} send={() => void mutation.run(save, () => finish(onDone))} button={words.save}>
      {!group.classId && <Select label={words.class} value={classId} onValue={setClass} options={all.classes.map((one) => [one.classId, one.name])} />}
      <Select label={words.guardian} required value={guardianId} onValue={setGuardian} options={[["", t(words.choose)], ...options]} error={fieldError(mutation.problem, "guardianId")} />
      <Choices<Role> label={words.role} value={[role]} onValue={([chosen]) => chosen && setRole(chosen)} options={ROLES.map((one) => [one, t(words.roles[one])])} error={fieldError(mutation.problem, "role")} />
    </Form>
  );
}

/** Enters a meeting or a course, and who of the members came. */
export function MeetingForm({ orgId, group, onDone }: Props & { group: Group }) {
  const t = useText();
  const mutation = useMutation();
  const today = isoDay(new Date());
  const [kind, setKind] = useState<(typeof MEETINGS)[number]>("meeting");
  const [heldOn, setDay] = useState(today < group.lastDay ? today : group.lastDay);
  const [topic, setTopic] = useState("");
  const [guests, setGuests] = useState("0");
  const [came, setCame] = useState<readonly string[]>([]);
  const save = (key: string) => write("post", "/api/v1/orgs/{org_id}/parent-groups/{group_id}/meetings", { path: { org_id: orgId, group_id: group.groupId }, body: { kind, heldOn, topic, guests: Number(guests), came: [...came] } }, key);
  return (
    <Form mutation={mutation} send={() => void mutation.run(save, () => finish(onDone))} button={words.save}>
      <Choices<(typeof MEETINGS)[number]> label={words.kind} value={[kind]} onValue={([chosen]) => chosen && setKind(chosen)} options={MEETINGS.map((one) => [one, t(words.meetingKinds[one])])} />
      <Input label={words.heldOn} type="date" required min={group.firstDay} max={today} value={heldOn} onValue={setDay} error={fieldError(mutation.problem, "heldOn")} />
      <Input label={words.topic} required maxLength={80} value={topic} onValue={setTopic} error={fieldError(mutation.problem, "topic")} />
      {group.members.length > 0 && <Choices<string> multiple label={words.came} value={came} onValue={setCame} options={group.members.map((one) => [one.memberId, one.name || t(notShown)])} error={fieldError(mutation.problem, "came")} />}
      <Input label={words.guests} type="number" required min="0" max="100000" value={guests} onValue={setGuests} error={fieldError(mutation.problem, "guests")} />
    </Form>
  );
}

function finish(onDone: () => void) {
  toast(words.saved);
  onDone();
}
