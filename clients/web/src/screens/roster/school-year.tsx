import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { byName } from "../../ui/by-name";
import { Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { StepUpFirst } from "../../ui/step-up-first";
import { words } from "../../words/school-year";

type Proposal = Shape<"SchoolYearProposal">;
type OldClass = Proposal["classes"][number];
type Fate = OldClass["fate"];
interface Step {
  fate: Fate;
  into: string;
  grade: string;
  teacherId: string;
}
interface Added {
  name: string;
  grade: string;
  teacherId: string;
}

const FATES: Fate[] = ["up", "graduates", "ends"];

/** The new school year: each class goes up, graduates or ends, single students go elsewhere; the answer is an import to look at. */
export default function SchoolYear() {
  const { params } = useRoute();
  const org = Number(params.org);
  const read = useRead("/api/v1/orgs/{org_id}/roster/school-years/next", { path: { org_id: org } });
  return (
    <Page title={words.title} back wide>
      <StepUpFirst />
      <Loaded of={read}>{(proposal) => (proposal.classes.length ? <Steps key={proposal.basis} org={org} proposal={{ ...proposal, staff: byName(proposal.staff) }} /> : <Empty words={words.none} />)}</Loaded>
    </Page>
  );
}

function Steps({ org, proposal }: { org: number; proposal: Proposal }) {
  const t = useText();
  const mutation = useMutation();
  const [steps, setSteps] = useState(() => proposal.classes.map(({ fate, into, grade }): Step => ({ fate, into, grade, teacherId: "" })));
  const [added, setAdded] = useState<Added[]>([]);
  const [sent, setSent] = useState<Record<string, string>>({});
  const [until, setUntil] = useState("");
  const set = (at: number, change: Partial<Step>) => setSteps(steps.map((step, each) => (each === at ? { ...step, ...change } : step)));
  const goingUp = steps.filter((step) => step.fate === "up").map(({ into, grade, teacherId }): Added => ({ name: into, grade, teacherId }));
  const classes = merged([...goingUp, ...added]);
  const graduates = steps.some((step) => step.fate === "graduates");
  const body: Shape<"SchoolYearNew"> = {
    basis: proposal.basis,
    schoolYear: proposal.schoolYear,
    classes: classes.map(({ name, grade, teacherId }) => ({ name, grade, classTeacherId: teacherId || null })),
    steps: proposal.classes.map(({ classId }, at) => ({ classId, fate: steps[at]!.fate, into: steps[at]!.fate === "up" ? steps[at]!.into : null })),
    students: Object.entries(sent).map(([studentId, into]) => ({ studentId, into })),
    graduatesUntil: graduates ? until : null,
  };
  const send = () =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/roster/school-years", { path: { org_id: org }, body }, key),
      (tried) => tried && goTo(`/roster/${org}/${tried.importId}`),
    );
  const shared = { proposal, names: classes.map((one) => one.name).filter(Boolean), sent, setSent };
  return (
    <Form mutation={mutation} send={send} button={words.preview}>
      <p class="quiet">{t(words.lead)} {t(words.intoHint)}</p>
      <h2>{t(words.yearName(proposal.schoolYear))}</h2>
      {proposal.leftOut > 0 && <p class="note">{t(words.leftOut(proposal.leftOut))}</p>}
      <div class="lines">{proposal.classes.map((one, at) => <ClassFields key={one.classId} one={one} step={steps[at]!} set={(change) => set(at, change)} {...shared} />)}</div>
      <Section title={words.added}>
        <p class="quiet small">{t(words.addedLead)}</p>
        {added.map((one, at) => (
          <div key={at} class="stack close">
            <div class="stack in-row"><NewClass one={one} set={(change) => setAdded(added.map((each, other) => (other === at ? { ...each, ...change } : each)))} proposal={proposal} /></div>
            <Button kind="plain" onClick={() => setAdded(added.filter((_, other) => other !== at))}>{t(words.remove)}<span class="sr"> {one.name}</span></Button>
          </div>
        ))}
        <Button wide onClick={() => setAdded([...added, { name: "", grade: "", teacherId: "" }])}>{t(words.add)}</Button>
      </Section>
      {graduates && <Input required type="date" label={words.until} hint={words.untilHint} value={until} onValue={setUntil} />}
    </Form>
  );
}

/** Classes of one name are one class; the first teacher that is chosen leads it. */
function merged(all: Added[]): Added[] {
  const found = new Map<string, Added>();
  for (const one of all) {
    const before = found.get(one.name);
    found.set(one.name, before ? { ...before, teacherId: before.teacherId || one.teacherId } : one);
  }
  return [...found.values()];
}

interface Sending {
  proposal: Proposal;
  names: string[];
  sent: Record<string, string>;
  setSent: (sent: Record<string, string>) => void;
}

function ClassFields({ one, step, set, ...sending }: { one: OldClass; step: Step; set: (change: Partial<Step>) => void } & Sending) {
  const t = useText();
  return (
    <Section title={words.students(one.name, one.students.length)}>
      <div class="stack in-row">
        <Select label={words.fate} value={step.fate} onValue={(fate) => set({ fate: fate as Fate })} options={FATES.map((fate): [string, string] => [fate, t(words.fates[fate])])} />
        {step.fate === "up" && <NewClass one={{ name: step.into, grade: step.grade, teacherId: step.teacherId }} set={({ name, ...rest }) => set(name === undefined ? rest : { into: name, ...rest })} proposal={sending.proposal} old={one} />}
      </div>
      {one.students.length > 0 && <Elsewhere one={one} {...sending} />}
    </Section>
  );
}

function NewClass({ one, set, proposal, old }: { one: Added; set: (change: Partial<Added>) => void; proposal: Proposal; old?: OldClass }) {
  const t = useText();
  const leads = proposal.staff.find(({ staffId }) => staffId === old?.classTeacherId)?.name ?? "";
  const staff = proposal.staff.map(({ staffId, name }): [string, string] => [staffId, name]);
  return (
    <>
      <Input label={words.into} required maxLength={30} value={one.name} onValue={(name) => set({ name })} />
      <Input label={words.grade} required maxLength={30} value={one.grade} onValue={(grade) => set({ grade })} />
      <Select label={words.teacher} value={one.teacherId} onValue={(teacherId) => set({ teacherId })} options={[["", t(old ? words.sameTeacher(leads) : words.choose)], ...staff]} />
    </>
  );
}

/** Students who repeat the year, or go into another part of the class. */
function Elsewhere({ one, names, sent, setSent }: { one: OldClass } & Sending) {
  const t = useText();
  const [open, setOpen] = useState(false);
  if (!open) return <Button kind="plain" wide onClick={() => setOpen(true)}>{t(words.others)}<span class="sr"> {one.name}</span></Button>;
  const drop = (id: string) => setSent(Object.fromEntries(Object.entries(sent).filter(([other]) => other !== id)));
  return (
    <fieldset class="field stack">
      <legend class="label">{t(words.othersOf(one.name))}</legend>
      {one.students.filter(({ studentId }) => studentId in sent).map(({ studentId, name }) => (
        <div key={studentId} class="stack close">
          <Select required label={words.goesTo(name)} value={sent[studentId] ?? ""} onValue={(into) => setSent({ ...sent, [studentId]: into })} options={[["", t(words.choose)], ...names.map((each): [string, string] => [each, each])]} />
          <Button kind="plain" onClick={() => drop(studentId)}>{t(words.remove)}<span class="sr"> {name}</span></Button>
        </div>
      ))}
      <Select label={words.student} value="" onValue={(id) => id && setSent({ ...sent, [id]: "" })} options={[["", t(words.choose)], ...one.students.filter(({ studentId }) => !(studentId in sent)).map(({ studentId, number, name }): [string, string] => [studentId, `${name} ${number}`])]} />
    </fieldset>
  );
}
