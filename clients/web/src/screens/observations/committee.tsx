import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { same, useText } from "../../text";
import { plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Facts, Tag } from "../../ui/cells";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/committee";
import { Appoint } from "./appoint";
import { ClassChoice } from "./class-choice";

type Member = Shape<"Member">;
type Sex = Shape<"Student">["sex"];

/** The class's committee as four seats, two for boys and two for girls (R2): appoint a student, or end a term. */
export default function Committee() {
  const t = useText();
  return (
    <Page title={words.title} back>
      <p class="quiet">{t(words.lead)}</p>
      <OrgChoice roles={["class_teacher"]} kind={["school"]}>
        {(org) => <ClassChoice key={org.orgId} org={org} first>{(classId) => <ClassCommittee key={classId} org={org} classId={classId} />}</ClassChoice>}
      </OrgChoice>
    </Page>
  );
}

function ClassCommittee({ org, classId }: { org: Org; classId: string }) {
  const path = { org_id: org.orgId };
  const members = useRead("/api/v1/orgs/{org_id}/committee-members", { path, query: { limit: 100 } });
  const students = useRead("/api/v1/orgs/{org_id}/students", { path, query: { classId, limit: 100 } });
  return (
    <Loaded of={members}>
      {({ items }) => <Loaded of={students}>{(all) => <Seats org={org} members={items.filter((member) => member.classId === classId)} students={all.items} />}</Loaded>}
    </Loaded>
  );
}

type OpenSheet = { member: Member } | { sex: Sex };

function Seats({ org, members, students }: { org: Org; members: Member[]; students: Shape<"Student">[] }) {
  const [sheet, setSheet] = useState<OpenSheet>();
  const close = () => setSheet(undefined);
  const sexes = new Map(students.map((student) => [student.studentId, student.sex]));
  const current = members.filter((member) => member.state === "asked" || member.state === "serving");
  const ofSex = (sex: Sex) => current.filter((member) => sexes.get(member.studentId) === sex);
  const seated = [...ofSex("male").slice(0, 2), ...ofSex("female").slice(0, 2)];
  const others = members.filter((member) => !seated.includes(member));
  return (
    <>
      <ul class="seats">
        {(["male", "female"] as const).map((sex) => [0, 1].map((seat) => <Seat key={`${sex}${seat}`} sex={sex} member={ofSex(sex)[seat]} open={setSheet} />))}
      </ul>
      {others.length > 0 && <OtherMembers members={others} open={setSheet} />}
      {sheet && "sex" in sheet && <Appoint org={org} students={students.filter((student) => student.sex === sheet.sex && !current.some((member) => member.studentId === student.studentId))} close={close} />}
      {sheet && "member" in sheet && <MemberSheet member={sheet.member} close={close} />}
    </>
  );
}

function Seat({ sex, member, open }: { sex: Sex; member: Member | undefined; open: (sheet: OpenSheet) => void }) {
  const t = useText();
  const label = t(sex === "male" ? words.boy : words.girl);
  return (
    <li>
      <button type="button" class={member ? "card seat" : "card seat free"} onClick={() => open(member ? { member } : { sex })}>
        <span class="quiet small">{label}</span>
        <span>{member ? member.studentName : t(words.free)}</span>
        {member && <Tag tone={member.state === "asked" ? "soon" : "calm"}>{t(words[member.state])}</Tag>}
      </button>
    </li>
  );
}

/** Later terms and declined appointments. */
function OtherMembers({ members, open }: { members: Member[]; open: (sheet: OpenSheet) => void }) {
  const t = useText();
  return (
    <Section title={words.laterOnes}>
      <Cells>
        {members.map((member) => (
          <Cell key={member.memberId} onClick={() => open({ member })} subtitle={t(words.term(plainDay(member.startsOn), plainDay(member.endsOn)))} trailing={<Tag tone="still">{t(words[member.state])}</Tag>}>
            {member.studentName}
          </Cell>
        ))}
      </Cells>
    </Section>
  );
}

function MemberSheet({ member, close }: { member: Member; close: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const path = { org_id: member.orgId, member_id: member.memberId };
  const end = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/committee-members/{member_id}/end", { path, version: member.version }, key), () => {
      toast(words.endDone);
      close();
    });
  return (
    <Sheet title={same(member.studentName)} onClose={close}>
      <Facts
        of={[
          [t(words.title), <Tag tone={member.state === "asked" ? "soon" : "calm"}>{t(words[member.state])}</Tag>],
          [t(words.termName), t(words.term(plainDay(member.startsOn), plainDay(member.endsOn)))],
        ]}
      />
      {(member.state === "asked" || member.state === "serving") && (
        <>
          <p class="quiet small">{t(words.endLead)}</p>
          <ProblemNote problem={mutation.problem} />
          <Button wide kind="danger" busy={mutation.busy} onClick={end}>{t(words.end)}</Button>
        </>
      )}
    </Sheet>
  );
}
