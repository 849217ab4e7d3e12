import { useEffect, useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { usePages } from "../../api/pages";
import { upload } from "../../api/upload";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { type Say, useText, type Words } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Progress } from "../../ui/progress";
import { type Column, Table } from "../../ui/table";
import { toast } from "../../ui/toast";
import { useWide } from "../../ui/wide";
import { words } from "../../words/roster";
import { Download } from "./download";
import { nameOf } from "./names";

/** Imports the school's people from its workbook: first a dry run, then the change. */
export default function Roster() {
  const t = useText();
  return (
    <Page title={words.title} tab="/roster" wide>
      <p class="quiet">{t(words.lead)}</p>
      <OrgChoice roles={["school_admin"]}>{(org) => <Imports key={org.orgId} org={org} />}</OrgChoice>
    </Page>
  );
}

function Imports({ org }: { org: Org }) {
  const t = useText();
  const imports = usePages("/api/v1/orgs/{org_id}/roster/imports", { path: { org_id: org.orgId } });
  return (
    <div class="stack split">
      <div class="stack">
        <Upload org={org} />
        <a class="button" href={`/roster/${org.orgId}/school-year`}>{t(words.schoolYear)}</a>
      </div>
      <Section title={words.before}>
        <Loaded of={imports.first}>
          {() => (imports.items.length ? <Listed org={org} entries={imports.items} /> : <Empty words={words.none} />)}
        </Loaded>
        <LoadMore pages={imports} words={words.older} />
      </Section>
    </div>
  );
}

/** The API's limit in bytes, checked before a slow upload. */
const LARGEST_FILE = 20 << 20;

type Covers = "auto" | Shape<"RosterImport">["covers"];
const COVERS: Covers[] = ["auto", "school", "classes", "new"];

function Upload({ org }: { org: Org }) {
  const t = useText();
  const mutation = useMutation();
  const [share, setShare] = useState(0);
  const [covers, setCovers] = useState<Covers>("auto");
  const [tooLarge, setTooLarge] = useState(false);
  const mounted = useMounted();
  const chooseFile = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    input.value = "";
    mutation.clear();
    setTooLarge(file !== undefined && file.size > LARGEST_FILE);
    if (!file || file.size > LARGEST_FILE) return;
    setShare(0);
    const path = `/api/v1/orgs/${org.orgId}/roster/imports?fileName=${encodeURIComponent(file.name)}${covers === "auto" ? "" : `&covers=${covers}`}`;
    const onChecked = (rosterImport: Shape<"RosterImport"> | undefined) => {
      // A person who went on to another screen gets a message and stays there.
      if (!mounted.current) toast(words.checkedAway);
      else if (rosterImport) goTo(`/roster/${org.orgId}/${rosterImport.importId}`);
    };
    void mutation.run((key) => upload<Shape<"RosterImport">>(path, file, setShare, key), onChecked);
  };
  if (mutation.busy) return <Progress label={t(share < 1 ? words.uploading : words.checking)} share={share > 0 && share < 1 ? share : undefined} />;
  return (
    <div class="stack">
      <Download path={`/api/v1/orgs/${org.orgId}/roster/template`} fileName={`${t(words.templateName)}.xlsx`} label={words.template} />
      <LeftOut org={org} />
      <Download path={`/api/v1/orgs/${org.orgId}/roster/workbook`} fileName={`${t(words.todayName)}.xlsx`} label={words.today} />
      <Download path={`/api/v1/orgs/${org.orgId}/roster/oneroster`} fileName="oneroster.zip" label={words.oneRoster} />
      <Choices wide label={words.covers} hint={words.coversHint} value={[covers]} onValue={([chosen]) => chosen && setCovers(chosen)} options={COVERS.map((key) => [key, t(words.coversAs[key])])} />
      <label class="button main file">
        {t(words.choose)}
        <input class="sr" type="file" accept=".xlsx,.ods,.csv,.txt,.zip" onChange={(event) => chooseFile(event.currentTarget)} />
      </label>
      <p class="quiet small">{t(words.formats)}</p>
      <FromWecom org={org} />
      {tooLarge && <p class="note soon" role="alert">{t(words.large)}</p>}
      <ProblemNote problem={mutation.problem} />
    </div>
  );
}

/** Says how many students a court's order keeps out of the reader's lists. */
function LeftOut({ org }: { org: Org }) {
  const t = useText();
  const count = useRead("/api/v1/orgs/{org_id}/roster/sources", { path: { org_id: org.orgId } }).data?.leftOut;
  return count ? <p class="note">{t(words.leftOut(count))}</p> : null;
}

/** Has the worker read the school's directory in WeCom, where the school has an application there. */
function FromWecom({ org }: { org: Org }) {
  const t = useText();
  const path = { org_id: org.orgId };
  const sources = useRead("/api/v1/orgs/{org_id}/roster/sources", { path });
  const mutation = useMutation();
  if (!sources.data?.wecom) return null;
  const send = () => void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/roster/imports/wecom", { path }, key), (started) => started && goTo(`/roster/${org.orgId}/${started.importId}`));
  return (
    <Form mutation={mutation} send={send} button={words.fromWecom} kind="">
      <p class="quiet small">{t(words.fromWecomHint)}</p>
    </Form>
  );
}

/** Whether the component is still mounted. */
function useMounted(): { current: boolean } {
  const mounted = useRef(true);
  useEffect(() => () => void (mounted.current = false), []);
  return mounted;
}

type Entry = Shape<"RosterImportListed">;

function Listed({ org, entries }: { org: Org; entries: Entry[] }) {
  const t = useText();
  const path = (entry: Entry) => `/roster/${org.orgId}/${entry.importId}`;
  if (useWide()) return <Table label={words.before} rows={entries} columns={columns(t, org)} keyOf={(entry) => entry.importId} href={path} />;
  return (
    <Cells>
      {entries.map((entry) => (
        <Cell key={entry.importId} href={path(entry)} subtitle={[createdAt(entry, org), entry.badRowCount ? t(words.badRows(entry.badRowCount)) : undefined].filter(Boolean).join(" · ")} trailing={<State entry={entry} />}>{nameOf(entry, t)}</Cell>
      ))}
    </Cells>
  );
}

function columns(t: Say, org: Org): Column<Entry>[] {
  return [
    { name: words.file, of: (entry) => nameOf(entry, t) },
    { name: words.uploadedAt, of: (entry) => entry.createdAt, show: (entry) => createdAt(entry, org) },
    { name: words.toFix, of: (entry) => entry.badRowCount },
    { name: words.state, of: (entry) => t(stateOf(entry)), show: (entry) => <State entry={entry} /> },
  ];
}

function createdAt(entry: Entry, org: Org): string {
  return `${day(entry.createdAt, org.timeZone)} ${clock(entry.createdAt, org.timeZone)}`;
}

function stateOf(entry: Entry): Words {
  return entry.undone ? words.isUndone : entry.isOpen ? words.isOpen : words.states[entry.state];
}

function State({ entry }: { entry: Entry }) {
  const t = useText();
  const tone = entry.undone ? "still" : entry.isOpen || entry.state === "failed" ? "soon" : entry.state === "done" ? "calm" : "still";
  return <Tag tone={tone}>{t(stateOf(entry))}</Tag>;
}
