import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { type Org, useHome } from "../../api/home";
import { isAnswer } from "../../api/lost";
import { refetchAll } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { named, useText } from "../../text";
import { Appointments } from "../../ui/appointments";
import { useDraft } from "../../ui/draft";
import { Check, Choices, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Initials } from "../../ui/initials";
import { Empty, Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { toast } from "../../ui/toast";
import { parts } from "../../words/parts";
import { invite } from "../../words/invite";
import { words } from "../../words/talks";
import { type ChosenTime, FreeTimes } from "./free";

/** A person for whom a talk can be booked, and where: the school, or the centre that serves it. */
interface Person {
  studentId: string;
  name: string;
  orgs: Org[];
  isSelf: boolean;
  /** Its own family books, not staff. */
  isFamily: boolean;
}

/** Books a talk: for whom, in which mode, when, and what it is about. */
export default function Book() {
  const t = useText();
  const { params } = useRoute();
  const home = useHome();
  const org = home.data?.orgs.find((org) => String(org.orgId) === params.org);
  if (org && params.student) {
    // Staff book for one student: a teacher's referral, a counsellor's invitation (C4).
    return (
      <Page title={invite} back>
        <p class="quiet">{t(words.inviteMore)}</p>
        <Appointments studentId={params.student} />
        <BookingForm org={org} person={{ studentId: params.student, name: "", orgs: [org], isSelf: false, isFamily: false }} />
      </Page>
    );
  }
  return (
    <Page title={words.book} back>
      <Loaded of={home}>{(data) => <PersonChoice people={peopleOf(data.orgs, data.accountId)} />}</Loaded>
    </Page>
  );
}

function peopleOf(orgs: Org[], accountId: string): Person[] {
  // A centre may still be read for what was booked there, though it has no times for the families of a school any more.
  const centresOf = (role: string, schools: Org[]) => orgs.filter((org) => org.roles.includes(role) && schools.some((school) => org.talksFor.includes(school.orgId)));
  const children = orgs.flatMap((org) => org.children.map((child) => ({ studentId: child.studentId, name: child.name, orgs: [org, ...centresOf("client_guardian", [org])], isSelf: false, isFamily: true })));
  const school = orgs.filter((org) => org.roles.includes("student"));
  const isSelf = school.length ? [{ studentId: accountId, name: "", orgs: [...school, ...centresOf("client_student", school)], isSelf: true, isFamily: true }] : [];
  return [...isSelf, ...children];
}

function PersonChoice({ people }: { people: Person[] }) {
  const t = useText();
  const [student, setStudent] = useState(people[0]?.studentId);
  const person = people.find((person) => person.studentId === student) ?? people[0];
  const [place, setPlace] = useState<string>();
  if (!person) return <Empty words={parts.notYours} />;
  const org = person.orgs.find((org) => String(org.orgId) === place) ?? person.orgs[0];
  return (
    <>
      {people.length > 1 && <Choices label={words.who} value={[person.studentId]} onValue={([value]) => setStudent(value)} options={people.map((person) => [person.studentId, <><Initials id={person.studentId} name={person.name} among={people.map((each) => each.studentId)} />{person.name}</>])} />}
      {person.orgs.length > 1 && org && <Choices wide label={words.where} value={[String(org.orgId)]} onValue={([value]) => setPlace(value)} options={person.orgs.map((org) => [String(org.orgId), t(named(org))])} />}
      <Appointments studentId={person.studentId} />
      {org && <BookingForm key={`${org.orgId} ${person.studentId}`} org={org} person={person} />}
    </>
  );
}

type Attends = "student" | "guardian" | "both";

function BookingForm({ org, person }: { org: Org; person: Person }) {
  const t = useText();
  const mutation = useMutation();
  const [chosen, setChosen] = useState<ChosenTime>();
  const [attends, setAttends] = useState<Attends>(person.isSelf ? "student" : "both");
  const [isPrivate, setPrivate] = useState(false);
  const own = useDraft(`talk ${org.orgId} ${person.studentId}`, "", { here: true });
  const kept = useSealedDraft(`talk ${org.orgId} ${person.studentId}`, "");
  // What a student writes stays on no phone: the family may use the same one, and a talk may be private.
  const [note, forget] = person.isSelf ? [own[0], own[2]] : [kept.value, kept.forget];
  const send = () => {
    if (!chosen) return toast(words.pickFirst);
    const body = { ...chosen, studentId: person.studentId, attends, private: isPrivate, note: note.trim() || null };
    const book = async (key: string) => {
      const result = await write("post", "/api/v1/orgs/{org_id}/bookings", { path: { org_id: org.orgId }, body }, key);
      if (result.state === "refused" && isAnswer(result.problem)) {
        // The slot was taken meanwhile: fetch the free slots again. Without an answer it is perhaps one's own, and is pressed again.
        setChosen(undefined);
        refetchAll();
      }
      return result;
    };
    void mutation.run(book, (booking) => {
      forget();
      toast(words.booked);
      if (booking) goTo(`/talks/${org.orgId}/${booking.bookingId}`, true);
    });
  };
  return (
    <FreeTimes orgId={org.orgId} family={person.isFamily ? person.studentId : undefined} value={chosen} onValue={setChosen}>
      {(picker) => (
        <div class="held">
          <Form mutation={mutation} send={send} button={words.send}>
            {picker}
            {!person.isSelf && <Choices<Attends> label={words.attends} value={[attends]} onValue={([value]) => value && setAttends(value)} options={(["both", "guardian", "student"] as const).map((option) => [option, t(words.attending[option])])} />}
            {person.isSelf && (
              <div>
                <Check label={words.private} value={isPrivate} onValue={setPrivate} />
                <p class="quiet small" role="status">{t(isPrivate ? words.privateMore : words.openMore)}</p>
              </div>
            )}
            {person.isSelf ? <TextArea label={words.note} hint={words.noteHint} maxLength={1000} value={note} onValue={own[1]} /> : <SealedText draft={kept} label={words.note} hint={words.noteReader} maxLength={1000} />}
          </Form>
        </div>
      )}
    </FreeTimes>
  );
}
