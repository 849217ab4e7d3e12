import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Facts } from "../../ui/cells";
import { useFetched } from "../../ui/fetched";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { Progress } from "../../ui/progress";
import { StepUpFirst } from "../../ui/step-up-first";
import { words } from "../../words/roster";
import { words as numbers } from "../../words/roster-numbers";
import { LossNote } from "./loss-note";
import { nameOf } from "./names";

type Import = Shape<"RosterImport">;
interface ImportPath {
  org_id: number;
  import_id: string;
}

const RELOAD_EVERY = 1000;

/** One uploaded file: every bad row by sheet, row and column, what would change, and the button that applies it, with progress. */
export default function RosterReport() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), import_id: params.id ?? "" };
  const read = useRead("/api/v1/orgs/{org_id}/roster/imports/{import_id}", { path });
  const state = read.data?.state;
  useEffect(() => {
    if (state !== "reading" && state !== "waiting" && state !== "running") return;
    const timer = setTimeout(read.reload, RELOAD_EVERY);
    return () => clearTimeout(timer);
  }, [read.data, read.problem]); // also after a failed try
  return (
    <Page title={words.report} back wide>
      <Loaded of={read}>{(data) => <Report data={data} path={path} onRead={read.reload} />}</Loaded>
    </Page>
  );
}

/** Whether it is a list of people, uploaded or read: its rows can be read in another way. */
const isList = (data: Import) => data.origin === "file" || data.origin === "wecom";

/** Whether nothing of WeCom's directory is known: it is being read, or could not be. */
const isUnread = (data: Import) => data.state === "reading" || (data.state === "failed" && data.origin === "wecom" && data.counts.students === 0);

const whenOf = (at: string, zone: string) => `${day(at, zone)} ${clock(at, zone)}`;

function Report({ data, path, onRead }: { data: Import; path: ImportPath; onRead: () => void }) {
  const t = useText();
  const zone = useHome().data?.orgs.find((org) => org.orgId === path.org_id)?.timeZone ?? "Asia/Shanghai";
  return (
    <>
      {data.state === "checked" && <StepUpFirst />}
      {data.state === "checked" && data.needsConfirmation && !data.scopeAsked && <LossNote data={data} />}
      <p class="quiet">{nameOf(data, t)}</p>
      {data.scopeStated && <p class="quiet small">{t(words.covers)} · {t(words.coversAs[data.covers])}</p>}
      {data.origin === "undo" && data.canApply && <p class="note">{t(words.undoing)}</p>}
      {data.undoneAt && <p class="note soon">{t(words.undone(whenOf(data.undoneAt, zone)))}</p>}
      <ImportState data={data} />
      {data.lossCount > 0 && !data.scopeAsked && <Losses key={data.version} data={data} path={path} />}
      {data.badRowCount > 0 && <Faults data={data} path={path} marks={data.state === "checked" && isList(data)} />}
      {data.state === "checked" && !data.stale && isList(data) && data.sheets.length > 0 && <Reading data={data} path={path} onRead={onRead} />}
      {data.notes.length > 0 && <Notes data={data} />}
      {!isUnread(data) && (
        <Section title={words.found}>
          <Facts
            counts
          of={[
            [t(words.classes), data.counts.classes],
            [t(words.students), data.counts.students],
            [t(words.guardians), data.counts.guardians],
            [t(words.staff), data.counts.staff],
            [t(words.noGuardian), data.counts.studentsWithoutGuardian || undefined],
          ]}
        />
        </Section>
      )}
      {data.changes && !data.scopeAsked && <Changes changes={data.changes} done={data.state === "done"} />}
      {data.canApply && <Apply key={data.version} data={data} path={path} />}
      {data.undoUntil && <Undo until={whenOf(data.undoUntil, zone)} path={path} />}
    </>
  );
}

function ImportState({ data }: { data: Import }) {
  const t = useText();
  if (data.state === "reading") return <Progress label={t(words.readingWecom)} />;
  if (data.state === "waiting" || data.state === "running") {
    return <Progress label={t(words.applying)} share={data.progressTotal ? data.progressDone / data.progressTotal : undefined} />;
  }
  if (data.state === "done") return data.undoneAt ? null : <p class="note" role="status">{t(data.origin === "undo" ? words.undid : words.done)}</p>;
  if (data.state === "failed") return <p class="note urgent" role="alert">{isUnread(data) ? data.failure : <>{t(words.failed)} {data.failure}</>}</p>;
  if (data.stale) return <p class="note soon">{t(data.origin === "undo" ? words.undoStale : words.stale)}</p>;
  if (data.badRowCount || data.asks.length) return <p class="note soon">{t(words.fix)}</p>;
  if (data.scopeAsked) return <p class="note soon">{t(words.scopeAsk)}</p>;
  if (data.numbers.some((one) => one.same === null)) return <p class="note soon">{t(numbers.ask)}</p>;
  if (data.canApply && data.needsConfirmation) return null;
  return <p class="note">{t(data.canApply ? words.good : changesNothing(data) ? words.same : data.origin === "undo" ? words.undoStale : words.past)}</p>;
}

function changesNothing({ changes }: Import): boolean {
  return changes !== null && KINDS.every((kind) => !Object.values(changes[kind]).some(Boolean));
}

/** Its code is fetched where something is wrong. */
function Faults(props: { data: Import; path: ImportPath; marks: boolean }) {
  return <Loaded of={useFetched(() => import("./faults"))}>{({ BadRows }) => <BadRows {...props} />}</Loaded>;
}

/** The same where something ends. */
function Losses(props: { data: Import; path: ImportPath }) {
  return <Loaded of={useFetched(() => import("./losses"))}>{(fetched) => <fetched.Losses {...props} />}</Loaded>;
}

/** The same for how a file is read. */
function Reading(props: { data: Import; path: ImportPath; onRead: () => void }) {
  return <Loaded of={useFetched(() => import("./reading"))}>{(fetched) => <fetched.Reading {...props} />}</Loaded>;
}

/** What is read in another way than it stands in the file, and what is not read. */
function Notes({ data }: { data: Import }) {
  const t = useText();
  return (
    <Section title={words.notes}>
      <Cells>
        {data.notes.map((note, index) => (
          <Cell key={index} subtitle={<span class="text">{[note.message, ...note.items].join("\n")}</span>}>{note.sheet || nameOf(data, t)}</Cell>
        ))}
      </Cells>
    </Section>
  );
}

const KINDS = ["classes", "students", "guardians", "guardianships", "staff", "lessons"] as const;
/** People leave; a class, a tie or a lesson ends. */
const PEOPLE: (typeof KINDS)[number][] = ["students", "guardians", "staff"];

function Changes({ changes, done }: { changes: Shape<"ChangeSummary">; done: boolean }) {
  const t = useText();
  return (
    <Section title={done ? words.changed : words.changes}>
      <Facts of={KINDS.map((kind) => [t(words[kind]), t(words.counts(changes[kind], PEOPLE.includes(kind)))])} />
    </Section>
  );
}

/** Undoes this import. Where something would end by it, a page of its own asks first. */
function Undo({ until, path }: { until: string; path: ImportPath }) {
  const t = useText();
  const mutation = useMutation();
  const undo = async (key: string) => {
    const tried = await write("post", "/api/v1/orgs/{org_id}/roster/imports/{import_id}/undo", { path }, key);
    if (tried.state !== "done" || !tried.data.canApply || tried.data.needsConfirmation) return tried;
    // Nothing ends by it: it is done at once. Where that is refused, the page of the undoing says why.
    await write("post", "/api/v1/orgs/{org_id}/roster/imports/{import_id}/apply", { path: { ...path, import_id: tried.data.importId }, body: { confirmLosses: false }, version: tried.data.version });
    return tried;
  };
  const send = () => void mutation.run(undo, (tried) => tried && goTo(`/roster/${path.org_id}/${tried.importId}`));
  return (
    <Form mutation={mutation} send={send} button={words.undo}>
      <p class="quiet small">{t(words.undoUntil(until))}</p>
    </Form>
  );
}

function Apply({ data, path }: { data: Import; path: ImportPath }) {
  const t = useText();
  const mutation = useMutation();
  const [confirmed, setConfirmed] = useState(false);
  const send = () => void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/roster/imports/{import_id}/apply", { path, body: { confirmLosses: confirmed }, version: data.version }, key));
  return (
    <Form mutation={mutation} send={send} button={data.origin === "undo" ? words.undoYes : words.apply}>
      {data.needsConfirmation && (
        <>
          <LossNote data={data} />
          <p class="quiet">{t(words.lossesAsk)}</p>
          <label class="check">
            <input type="checkbox" required checked={confirmed} onChange={(event) => setConfirmed(event.currentTarget.checked)} />
            <span>{t(data.lossCount ? words.lossesYes(data.lossCount) : words.touchedYes)}</span>
          </label>
        </>
      )}
    </Form>
  );
}
