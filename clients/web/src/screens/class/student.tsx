import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { same, useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, isoDay } from "../../text/time";
import { Appointments } from "../../ui/appointments";
import { Button } from "../../ui/buttons";
import { useDraft } from "../../ui/draft";
import { Choices, Input, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Initials } from "../../ui/initials";
import { Page } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/class";
import { queued } from "../../words/queued";
import { invite } from "../../words/invite";
import { Family } from "./family";
import { CoverageTags } from "./coverage-tags";
import { GuardianCodes, StartingCode } from "../../ui/starting-code";
import { studentSummary } from "./student-summary";
import type { Timeline } from "./timeline";

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
      <LaterTimeline orgId={orgId} studentId={studentId} zone={zone} />
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

/** Fetched after the page has shown. */
function LaterTimeline(props: { orgId: number; studentId: string; zone: string }) {
  const [Fetched, setFetched] = useState<typeof Timeline>();
  useEffect(() => void import("./timeline").then((module) => setFetched(() => module.Timeline), () => undefined), []);
  return Fetched ? <Fetched {...props} /> : null;
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
