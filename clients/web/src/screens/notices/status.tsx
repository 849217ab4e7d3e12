import { useEffect, useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { orgsWith, useHome } from "../../api/home";
import type { Problem } from "../../api/problem";
import { fetchData, useRead } from "../../api/read";
import { useMutation } from "../../api/write";
import { type Say, useText, type Words } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { Select } from "../../ui/fields";
import { Bars } from "../../ui/figures";
import { Loaded, Loading, ProblemNote } from "../../ui/loaded";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words as rare } from "../../words/notice-sent";
import { words } from "../../words/notices";
import { Folded } from "./folded";

type Receipts = Shape<"Receipts">;
type NoticePath = { org_id: number; notice_id: string };

/** How many people were reached, opened it and answered, by class; and who has not (N5). */
export function ReceiptStatus({ path, withdrawn, reminder, quiet }: { path: NoticePath; withdrawn: boolean; reminder: Words | undefined; quiet: boolean }) {
  const t = useText();
  const [classId, setClassId] = useState("");
  const receipts = useRead("/api/v1/orgs/{org_id}/notices/{notice_id}/receipts", { path, query: classId ? { classId } : {} });
  // While another class is fetched, the charts stay in place.
  const lastReceipts = useRef<Receipts | undefined>(undefined);
  lastReceipts.current = receipts.data ?? lastReceipts.current;
  return (
    <Loaded of={{ ...receipts, data: lastReceipts.current }}>
      {(data) => (
        <div class="stack">
          <p><strong>{t(rare.headline(data.totals.people, data.totals.opened, data.kind !== "information" && data.totals.answered))}</strong></p>
          {!withdrawn && <TellingLine telling={data.telling} reload={receipts.reload} quiet={quiet} />}
          <Export path={path} asks={data.kind !== "information"} />
          {!withdrawn && <a class="button" href={`/notices/sent/${path.org_id}/${path.notice_id}?paper`}>{t(rare.paper)}</a>}
          <Folded title={words.openedByClass} heading fold={data.classes.length > FOLD_ABOVE}>
            <Bars label={words.openedByClass} bars={data.classes.map((schoolClass) => ({ name: className(schoolClass, t), part: schoolClass.opened, whole: schoolClass.reached }))} />
          </Folded>
          {data.kind !== "information" && (
            <Folded title={words.answeredByClass} heading fold={data.classes.length > FOLD_ABOVE}>
              <Bars label={words.answeredByClass} bars={data.classes.map((schoolClass) => ({ name: className(schoolClass, t), part: schoolClass.students ? schoolClass.answeredStudents : schoolClass.answered, whole: schoolClass.students || schoolClass.reached }))} />
            </Folded>
          )}
          {data.disagreed.length > 0 && <DisagreedList of={data.disagreed} />}
          {withdrawn ? (
            <p class="note">{t(rare.withdrawnStatus)}</p>
          ) : (
            <>
              <h3>{t(data.kind === "information" ? words.missingOpened : words.missing)}{t(rare.people(data.totals.waiting))}</h3>
              {reminder && <p class="quiet small">{t(reminder)}</p>}
              {data.classes.length > 1 && <Select label={words.inClass} value={classId} onValue={setClassId} options={[["", t(words.allClasses)], ...data.classes.flatMap((schoolClass): [string, string][] => (schoolClass.classId ? [[schoolClass.classId, schoolClass.className]] : []))]} />}
              {receipts.data ? <Missing key={`${classId} ${data.next ?? ""}`} first={data} path={path} classId={classId} /> : receipts.loading && <Loading />}
            </>
          )}
        </div>
      )}
    </Loaded>
  );
}

/** Who signed that they do not agree: an answer, and for the sender to act on. */
function DisagreedList({ of }: { of: Receipts["disagreed"] }) {
  const t = useText();
  return (
    <>
      <h3>{t(rare.disagreed(of.length))}</h3>
      <Cells>{of.map((person) => <Cell key={`${person.accountId} ${person.studentName}`} subtitle={[person.studentName, person.className].filter(Boolean).join(" · ")}>{person.name}</Cell>)}</Cells>
    </>
  );
}

/** How far the telling is, until nothing is left to send. */
function TellingLine({ telling, reload, quiet }: { telling: Receipts["telling"]; reload: () => void; quiet: boolean }) {
  const t = useText();
  useEffect(() => {
    if (telling.done) return;
    const timer = setTimeout(reload, RELOAD_EVERY);
    return () => clearTimeout(timer);
  }, [telling]);
  if (!telling.people) return null;
  return <p class="quiet small" role="status">{t(telling.done ? (quiet && telling.unsent ? rare.untilMorning : words.told)(telling.sent, telling.unsent) : words.telling(telling.sent + telling.unsent, telling.people))}</p>;
}

type FileKind = ".xlsx" | ".csv" | "/signed";

/** The list as a file: to sort, to file, or to print for families without a phone. */
function Export({ path, asks }: { path: NoticePath; asks: boolean }) {
  const t = useText();
  const mutation = useMutation();
  const asked = useRef<FileKind>(".xlsx");
  const get = (what: FileKind) => {
    asked.current = what;
    void mutation.run(() => import("../../api/download").then(({ download }) => download(`/api/v1/orgs/${path.org_id}/notices/${path.notice_id}/receipts${what}`, `${t(words.status)}${what === "/signed" ? ".json" : what}`)), () => undefined);
  };
  return (
    <>
      <ProblemNote problem={mutation.problem} proved={() => get(asked.current)} />
      <div class="buttons">
        <Button busy={mutation.busy} onClick={() => get(".xlsx")}>{t(words.exportXlsx)}</Button>
        <Button busy={mutation.busy} onClick={() => get(".csv")}>{t(words.exportCsv)}</Button>
        {asks && <Button busy={mutation.busy} onClick={() => get("/signed")}>{t(words.exportSigned)}</Button>}
      </div>
    </>
  );
}

const RELOAD_EVERY = 2000;
/** Above this number of classes the charts are folded, or the missing people would be pages below. */
const FOLD_ABOVE = 6;

function className(schoolClass: Receipts["classes"][number], t: Say): string {
  return schoolClass.classId ? schoolClass.className : t(words.staffClass);
}

function Missing({ first, path, classId }: { first: Receipts; path: NoticePath; classId: string }) {
  const t = useText();
  const [rest, setRest] = useState<{ waiting: Receipts["waiting"]; next: string | null }>({ waiting: [], next: first.next });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const people = [...first.waiting, ...rest.waiting];
  const home = useHome();
  const wide = useWide();
  // A class teacher can call the family and log the contact.
  const leads = orgsWith(home.data, "class_teacher").some((org) => org.orgId === path.org_id);
  const studentLink = (person: Receipts["waiting"][number]) => (leads && person.studentId && person.classId ? `/class/${path.org_id}/${person.classId}/${person.studentId}` : undefined);
  const loadMore = async () => {
    const params = { path, query: { cursor: rest.next, ...(classId && { classId }) } };
    setBusy(true);
    setProblem(undefined);
    const load = fetchData("/api/v1/orgs/{org_id}/notices/{notice_id}/receipts", params, `receipts ${path.notice_id} ${classId} ${rest.next}`);
    await load.then((page) => setRest({ waiting: [...rest.waiting, ...page.waiting], next: page.next }), setProblem);
    setBusy(false);
  };
  const pages = { loadMore: rest.next ? () => void loadMore() : undefined, busy, problem };
  if (!people.length) return <p class="note">{t(words.nobodyMissing)}</p>;
  return (
    <>
      {wide ? <Table label={words.missing} search={words.findMissing} rows={people} pages={pages} columns={columns(t)} keyOf={keyOf} href={studentLink} /> : (
        <Cells>
          {people.map((person) => (
            <Cell key={keyOf(person)} href={studentLink(person)} subtitle={[person.studentName, person.className].filter(Boolean).join(" · ")} trailing={stateOf(person, t)}>{person.name}</Cell>
          ))}
        </Cells>
      )}
      <ProblemNote problem={problem} proved={() => void loadMore()} />
      {rest.next && <Button wide kind="plain" busy={busy} onClick={() => void loadMore()}>{t(words.older)}</Button>}
    </>
  );
}

type Person = Receipts["waiting"][number];

const keyOf = (person: Person) => person.accountId + (person.studentId ?? "");

function stateOf(person: Person, t: Say): string {
  return t(person.answeredBefore ? words.answeredEarlierShort : person.openedAt ? words.openedNotAnswered : words.notOpened);
}

function columns(t: Say): Column<Person>[] {
  return [
    { name: words.person, of: (person) => person.name },
    { name: words.student, of: (person) => person.studentName },
    { name: rare.className, of: (person) => person.className },
    { name: words.status, of: (person) => stateOf(person, t) },
  ];
}
