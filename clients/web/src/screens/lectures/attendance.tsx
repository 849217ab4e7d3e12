import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { type Say, useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { Qr } from "../../ui/qr";
import { type Column, Table } from "../../ui/table";
import { toast } from "../../ui/toast";
import { useWide } from "../../ui/wide";
import { words } from "../../words/lectures";
import type { Attendee, Lecture, LecturePath, MyLecture } from "./types";

const AROUND = 3_600_000;

/** Whether one can check in now: from an hour before the lecture until an hour after it. */
export function isOn(lecture: { state: string; startsAt: string; endsAt: string }): boolean {
  const now = Date.now();
  return lecture.state === "published" && Date.parse(lecture.startsAt) - AROUND <= now && now <= Date.parse(lecture.endsAt) + AROUND;
}

/** A guardian types the code that is shown at the lecture. */
export function CheckIn({ lecture, path }: { lecture: MyLecture; path: LecturePath }) {
  const t = useText();
  const mutation = useMutation();
  const [code, setCode] = useState(() => new URLSearchParams(location.search).get("code") ?? ""); // of the picture that was scanned
  if (lecture.came) return <p class="note">{t(words.came)}</p>;
  if (!isOn(lecture)) return null;
  if (lecture.registers && lecture.free !== null && lecture.registration?.state !== "registered") return <p class="note">{t(words.seatFirst)}</p>;
  const send = () =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/me/lectures/{lecture_id}/check-in", { path, body: { code: code.trim().toUpperCase() } }, key),
      () => toast(words.came),
    );
  return (
    <Form mutation={mutation} send={send} button={words.checkIn}>
      <Input label={words.code} hint={words.codeHint} required maxLength={6} autocapitalize="characters" autocomplete="off" value={code} onValue={setCode} error={fieldError(mutation.problem, "code")} />
    </Form>
  );
}

/** At the lecture: the code to show, and the list to tick off by class. */
export function Attendance({ lecture, path }: { lecture: Lecture; path: LecturePath }) {
  return (
    <Section title={words.attendance}>
      {isOn(lecture) && <Code path={path} />}
      <ByClass lecture={lecture} path={path} />
    </Section>
  );
}

function Code({ path }: { path: LecturePath }) {
  const t = useText();
  const [round, setRound] = useState(0);
  const code = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}/code", { path }, { secret: true });
  const next = code.data?.next;
  useEffect(() => {
    if (!next) return;
    const timer = setTimeout(() => {
      setRound(round + 1);
      code.reload();
    }, Math.max(1000, Date.parse(next) - Date.now() + 500));
    return () => clearTimeout(timer);
  }, [next, round]);
  return (
    <Loaded of={code}>
      {(data) => (
        <div class="card stack">
          <p class="quiet small">{t(words.showCode)}</p>
          <Qr text={`${location.origin}/lectures/${path.org_id}/${path.lecture_id}?code=${data.code}`} label={words.codePicture} size={300} />
          <h2 aria-live="polite">{data.code}</h2>
        </div>
      )}
    </Loaded>
  );
}

function ByClass({ lecture, path }: { lecture: Lecture; path: LecturePath }) {
  const form = useRead("/api/v1/orgs/{org_id}/lectures/form", { path: { org_id: path.org_id } });
  const [chosen, setChosen] = useState("");
  return (
    <Loaded of={form}>
      {(data) => {
        const { classIds, grades, wholeSchool } = lecture.audience;
        const classes = data.classes.filter((one) => wholeSchool || classIds.includes(one.classId) || grades.includes(one.grade));
        const classId = chosen || classes[0]?.classId;
        if (!classId) return null;
        return (
          <>
            {classes.length > 1 && <Select label={words.classes} value={classId} onValue={setChosen} options={classes.map((one): [string, string] => [one.classId, one.name])} />}
            <List key={classId} path={path} classId={classId} />
          </>
        );
      }}
    </Loaded>
  );
}

function List({ path, classId }: { path: LecturePath; classId: string }) {
  const t = useText();
  const people = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}/attendance", { path, query: { classId } });
  const mutation = useMutation();
  const wide = useWide();
  const tick = (accountId: string, came: boolean) =>
    void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/lectures/{lecture_id}/attendance", { path, body: { classId, accountId, came } }, key));
  const button = (one: Attendee) => <Button kind={one.cameAt ? "plain" : undefined} busy={mutation.busy} onClick={() => tick(one.accountId, !one.cameAt)}>{t(one.cameAt ? words.untick : words.tick)}</Button>;
  return (
    <Loaded of={people}>
      {(data) => (
        <>
          <p class="quiet small">{t(words.cameOf(data.filter((one) => one.cameAt).length, data.length))}</p>
          <ProblemNote problem={mutation.problem} />
          {wide && data.length > 0 && <Table label={words.attendance} rows={data} columns={columns(t, button)} keyOf={(one) => one.accountId} search={words.findPerson} file={t(words.attendance)} />}
          {!wide && <Cells>
            {data.map((one) => (
              <Cell key={one.accountId} subtitle={[t(words.part[one.part]), ...one.students, one.registered && t(words.registered)].filter(Boolean).join(" · ")} trailing={button(one)}>
                {one.name} {one.cameAt && <Tag>{t(words.hows[one.how ?? "list"])}</Tag>}
              </Cell>
            ))}
          </Cells>}
        </>
      )}
    </Loaded>
  );
}

function columns(t: Say, button: (one: Attendee) => JSX.Element): Column<Attendee>[] {
  return [
    { name: words.person, of: (one) => one.name },
    { name: words.who, of: (one) => t(words.part[one.part]) },
    { name: words.students, of: (one) => one.students.join("、") },
    { name: words.signedUp, of: (one) => (one.registered ? t(words.registered) : undefined) },
    { name: words.attendance, of: (one) => (one.cameAt ? t(words.hows[one.how ?? "list"]) : undefined), show: (one) => <>{one.cameAt && <Tag>{t(words.hows[one.how ?? "list"])}</Tag>} {button(one)}</> },
  ];
}
