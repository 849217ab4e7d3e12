import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { usePages } from "../../api/pages";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { same, useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, fullDay, isoDay } from "../../text/time";
import { Appointments } from "../../ui/appointments";
import { Button } from "../../ui/buttons";
import { Cells } from "../../ui/cells";
import { useDraft } from "../../ui/draft";
import { Choices, Input, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Initials } from "../../ui/initials";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/class";
import { queued } from "../../words/queued";
import { invite } from "../../words/invite";
import { Family } from "./family";
import { CoverageTags } from "./coverage-tags";
import { GuardianCodes, StartingCode } from "../../ui/starting-code";
import { studentSummary } from "./student-summary";

type Channel = Shape<"ContactNew">["channel"];
const CHANNELS = ["phone", "message", "contact_book", "school_meeting", "online"] as const;

/** One student of the teacher's class: propose a visit, log a contact, issue a starting code. No confidential text shows here. */
export default function Student() {
  const t = useText();
  const { params } = useRoute();
  const orgId = Number(params.org);
  const studentId = params.student ?? "";
  const home = useHome();
  const org = home.data?.orgs.find((org) => org.orgId === orgId);
  const zone = org?.timeZone ?? "Asia/Shanghai";
  const isClassTeacher = org?.roles.includes("class_teacher") ?? false;
  const contacts = usePages("/api/v1/orgs/{org_id}/contacts", { path: { org_id: orgId }, query: { studentId } });
  // The class's screen has fetched this already.
  const coverage = useRead("/api/v1/orgs/{org_id}/classes/{class_id}/coverage", { path: { org_id: orgId, class_id: params.class ?? "" } }, { store: true });
  const student = coverage.data?.students.find((student) => student.studentId === studentId);
  const name = student?.name;
  return (
    <Page title={name ? same(name) : words.students} back>
      {student && <Who student={student} zone={zone} />}
      <Appointments studentId={studentId} />
      <div class="stack close actions">
        {isClassTeacher && <a class="button main" href={`/class/${orgId}/${params.class}/${studentId}/visit`}>{t(words.propose)}</a>}
        {isClassTeacher && <a class="button" href={`/talks/book/${orgId}/${studentId}`}>{t(invite)}</a>}
        <LogContact orgId={orgId} studentId={studentId} zone={zone} />
        {isClassTeacher && <StartingCode orgId={orgId} studentId={studentId} zone={zone} />}
        {isClassTeacher && <GuardianCodes orgId={orgId} studentId={studentId} zone={zone} />}
      </div>
      {isClassTeacher && <Family orgId={orgId} studentId={studentId} />}
      <Section title={words.contacts}>
        <Loaded of={contacts.first}>
          {() => (contacts.items.length ? <Cells>{contacts.items.map((contact) => <Contact key={contact.contactId} contact={contact} orgId={orgId} zone={zone} />)}</Cells> : <Empty words={words.noContacts} />)}
        </Loaded>
        <LoadMore pages={contacts} words={words.older} />
      </Section>
    </Page>
  );
}

/** Who it is, what was last, and what is due. */
function Who({ student, zone }: { student: Shape<"StudentCoverage">; zone: string }) {
  const t = useText();
  return (
    <div class="card who">
      <Initials id={student.studentId} name={student.name} />
      <div>
        <p class="quiet small">{student.studentNumber}</p>
        <p>{studentSummary(student, zone, t) ?? t(words.nothingYet)}</p>
        <p><CoverageTags student={student} /></p>
      </div>
    </div>
  );
}

function Contact({ contact, orgId, zone }: { contact: Shape<"ContactLogged">; orgId: number; zone: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const path = { org_id: orgId, contact_id: contact.contactId };
  const note = useRead(open ? "/api/v1/orgs/{org_id}/contacts/{contact_id}/note" : null, { path }, { secret: true });
  return (
    <li>
      <div class="cell">
        <span class="what">
          <span>{t(words.channels[contact.channel])} · {fullDay(contact.at, zone)} {clock(contact.at, zone)}</span>
          <span class="under">{[contact.loggedByName, contact.guardianName].filter(Boolean).join(" · ")}</span>
          {open && <Loaded of={note}>{(data) => <span class="text">{data.text}</span>}</Loaded>}
        </span>
        {contact.hasNote && !open && <Button kind="plain" onClick={() => setOpen(true)}>{t(words.openNote)}</Button>}
      </div>
    </li>
  );
}

function LogContact({ orgId, studentId, zone }: { orgId: number; studentId: string; zone: string }) {
  const t = useText();
  const mutation = useMutation();
  const [open, setOpen] = useState(false);
  const [channel, setChannel] = useState<Channel>("phone");
  const [day, setDay] = useState(isoDay(new Date(), zone));
  const [time, setTime] = useState(clock(new Date(), zone));
  const [note, setNote, forget] = useDraft(`contact ${studentId}`, "");
  const send = () => {
    const text = note.trim() || null;
    const body = { studentId, channel, at: instant(day, time, zone), note: text };
    // A note is sealed, and sealed text is never queued on a phone.
    const later = text ? undefined : words.waits;
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/contacts", { path: { org_id: orgId }, body, queueAs: later }, key), (logged) => {
      toast(logged ? words.saved : queued);
      forget();
      setOpen(false);
    });
  };
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(words.log)}</Button>
      {open && (
        <Sheet title={words.log} onClose={() => setOpen(false)}>
          <Form mutation={mutation} send={send} button={words.save} sealed={note.trim() !== ""}>
            <Choices<Channel> label={words.channel} value={[channel]} onValue={([value]) => value && setChannel(value)} options={CHANNELS.map((option) => [option, t(words.channels[option])])} />
            <div class="buttons">
              <Input label={words.day} type="date" required max={isoDay(new Date(), zone)} value={day} onValue={setDay} error={fieldError(mutation.problem, "at")} />
              <Input label={words.time} type="time" required value={time} onValue={setTime} />
            </div>
            <TextArea label={words.note} hint={words.noteHint} maxLength={2000} value={note} onValue={setNote} error={fieldError(mutation.problem, "note")} />
          </Form>
        </Sheet>
      )}
    </>
  );
}
