import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { refetchAll } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useDraft } from "../../ui/draft";
import { type Org, useHome } from "../../api/home";
import { named, useText } from "../../text";
import { Form } from "../../ui/form";
import { TextArea, Check, Choices } from "../../ui/fields";
import { Page } from "../../ui/page";
import { Empty, Loaded } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { goTo } from "../../ui/history";
import { parts } from "../../words/parts";
import { words } from "../../words/talks";
import { type Chosen, Free } from "./free";

/** For whom a talk can be booked, and where: the school's counsellor, or the centre that serves the school. */
interface Who {
  studentId: string;
  name: string;
  orgs: Org[];
  self: boolean;
}

/** Booking a talk: for whom, how, when, and what it is about. */
export default function Book() {
  const t = useText();
  const { params } = useRoute();
  const home = useHome();
  const org = home.data?.orgs.find((org) => String(org.orgId) === params.org);
  if (org && params.student) {
    // Staff book for one student: a teacher's referral, a counsellor's invitation (C4).
    return (
      <Page title={words.invite} back>
        <p class="quiet">{t(words.inviteMore)}</p>
        <Times org={org} who={{ studentId: params.student, name: "", orgs: [org], self: false }} />
      </Page>
    );
  }
  return (
    <Page title={words.book} back>
      <Loaded of={home}>{(data) => <Choose people={peopleOf(data.orgs, data.accountId)} />}</Loaded>
    </Page>
  );
}

function peopleOf(orgs: Org[], accountId: string): Who[] {
  const centres = (role: string) => orgs.filter((org) => org.roles.includes(role));
  const children = orgs.flatMap((org) => org.children.map((child) => ({ studentId: child.studentId, name: child.name, orgs: [org, ...centres("client_guardian")], self: false })));
  const school = orgs.filter((org) => org.roles.includes("student"));
  const self = school.length ? [{ studentId: accountId, name: "", orgs: [...school, ...centres("client_student")], self: true }] : [];
  return [...self, ...children];
}

function Choose({ people }: { people: Who[] }) {
  const t = useText();
  const [student, setStudent] = useState(people[0]?.studentId);
  const who = people.find((person) => person.studentId === student) ?? people[0];
  const [place, setPlace] = useState<string>();
  if (!who) return <Empty words={parts.notYours} />;
  const org = who.orgs.find((org) => String(org.orgId) === place) ?? who.orgs[0];
  return (
    <>
      {people.length > 1 && <Choices label={words.who} value={[who.studentId]} onValue={([value]) => setStudent(value)} options={people.map((person) => [person.studentId, person.name])} />}
      {who.orgs.length > 1 && org && <Choices wide label={words.where} value={[String(org.orgId)]} onValue={([value]) => setPlace(value)} options={who.orgs.map((org) => [String(org.orgId), t(named(org))])} />}
      {org && <Times key={`${org.orgId} ${who.studentId}`} org={org} who={who} />}
    </>
  );
}

type Attends = "student" | "guardian" | "both";

function Times({ org, who }: { org: Org; who: Who }) {
  const t = useText();
  const mutation = useMutation();
  const [chosen, setChosen] = useState<Chosen>();
  const [attends, setAttends] = useState<Attends>(who.self ? "student" : "both");
  const [hidden, setHidden] = useState(false);
  const [note, setNote, forget] = useDraft(`talk ${org.orgId} ${who.studentId}`, "", { here: true });
  const send = () => {
    if (!chosen) return toast(words.pickFirst);
    const body = { ...chosen, studentId: who.studentId, attends, private: hidden, note: note.trim() || null };
    void mutation
      .run((key) => write("post", "/api/v1/orgs/{org_id}/bookings", { path: { org_id: org.orgId }, body }, key), (done) => {
        forget();
        toast(words.booked);
        if (done) goTo(`/talks/${org.orgId}/${done.bookingId}`, true);
      })
      // Taken meanwhile: the times on the screen are asked for anew.
      .then((done) => {
        if (done) return;
        setChosen(undefined);
        refetchAll();
      });
  };
  return (
    <Free orgId={org.orgId} value={chosen} onValue={setChosen}>
      <Form mutation={mutation} send={send} button={words.send}>
        {!who.self && <Choices<Attends> label={words.attends} value={[attends]} onValue={([value]) => value && setAttends(value)} options={(["both", "guardian", "student"] as const).map((option) => [option, t(words.attending[option])])} />}
        {who.self && (
          <div>
            <Check label={words.private} value={hidden} onValue={setHidden} />
            <p class="quiet small" role="status">{t(hidden ? words.privateMore : words.openMore)}</p>
          </div>
        )}
        <TextArea label={words.note} hint={words.noteHint} maxLength={1000} value={note} onValue={setNote} />
      </Form>
    </Free>
  );
}
