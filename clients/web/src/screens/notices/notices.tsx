import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { type Org, orgsWith, useHome } from "../../api/home";
import { usePages } from "../../api/pages";
import { type Say, useText, type Words } from "../../text";
import { finds } from "../../text/search";
import { day } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices, Input } from "../../ui/fields";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { useFetched } from "../../ui/fetched";
import { Named } from "../../ui/named";
import { Page, Section } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words as lectures } from "../../words/lectures";
import { list } from "../../words/notice-list";
import { words } from "../../words/notices";
import { SENDER_ROLES } from "./senders";

/** Fetched by officers alone. */
function BureauNotices(props: { org: Org }) {
  return <Loaded of={useFetched(() => import("./bureau/list"))}>{(list) => <list.BureauNotices {...props} />}</Loaded>;
}

type Line = Shape<"MyNoticeLine">;
type Side = "received" | "sent";

/** In a bureau officers write, and to its schools. */
const ofBureau = (org: Org) => org.kind === "bureau";

/** Received notices and, for people who write notices, sent ones. */
export default function Notices() {
  const t = useText();
  const home = useHome();
  const schools = orgsWith(home.data, ...SENDER_ROLES).some((org) => !ofBureau(org));
  const writes = schools || orgsWith(home.data, "officer").some(ofBureau);
  const reads = !home.data || orgsWith(home.data, "guardian", "student").length > 0;
  const [chosen, setSide] = useState<Side>();
  const side = chosen ?? (writes && !reads ? "sent" : "received");
  return (
    <Page title={words.title} tab="/notices" wide>
      {home.data?.orgs.every(ofBureau) || <div class="phone-only"><Cells><Cell href="/lectures">{t(lectures.title)}</Cell></Cells></div>}
      {writes && (
        <>
          <Choices<Side> label={list.show} value={[side]} onValue={([value]) => setSide(value)} options={[["received", t(list.received)], ["sent", t(orgsWith(home.data, "leader", "school_admin").some((org) => !ofBureau(org)) ? list.sentHere : orgsWith(home.data, "officer").length ? list.sentByBureau : list.sent)]]} />
          {schools && <a class="button main" href="/notices/write">{t(words.write)}</a>}
        </>
      )}
      {side === "received" ? <Received /> : <OrgChoice roles={[...SENDER_ROLES, "officer"]}>{(org) => (ofBureau(org) ? <BureauNotices key={org.orgId} org={org} /> : <Sent key={org.orgId} org={org} />)}</OrgChoice>}
    </Page>
  );
}

/** Below that nobody searches. */
const FEW = 8;

function Received() {
  const t = useText();
  const [typed, setTyped] = useState("");
  const pages = usePages("/api/v1/me/notices", {}, { store: true });
  // A search reads on through older pages: what is looked for is rarely among the newest.
  useEffect(() => {
    if (typed.trim() && !pages.busy && !pages.problem) pages.loadMore?.();
  }, [typed, pages.busy, pages.problem, pages.items.length]);
  const wanted = finds(typed);
  const found = pages.items.filter((line) => [line.title ?? "", ...line.children.map((child) => child.name)].some(wanted));
  const urgent = found.filter(isUrgent);
  const waits = found.filter((line) => waitsForMe(line) && !isUrgent(line));
  const others = found.filter((line) => !waitsForMe(line) && !isUrgent(line));
  useEffect(() => void import("../../api/ahead").then((ahead) => ahead.dropChanged(), () => undefined), []);
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          {!pages.items.length && <Empty words={list.none} />}
          {(pages.items.length > FEW || pages.loadMore) && <Input label={list.find} maxLength={40} value={typed} onValue={setTyped} />}
          {typed.trim() && <p class="quiet small" role="status">{t(list.found(found.length))}</p>}
          <div class="stack halves">
            {urgent.length > 0 && <Section title={list.urgent}><Cells>{urgent.map((line) => <ReceivedLine key={line.noticeId} line={line} />)}</Cells></Section>}
            {waits.length > 0 && <Section title={list.waiting}><Cells>{waits.map((line) => <ReceivedLine key={line.noticeId} line={line} />)}</Cells></Section>}
            {others.length > 0 && <Section title={list.rest}><Cells>{others.map((line) => <ReceivedLine key={line.noticeId} line={line} />)}</Cells></Section>}
          </div>
          <LoadMore pages={pages} words={words.older} />
        </>
      )}
    </Loaded>
  );
}

export function waitsForMe(line: Line): boolean {
  return line.asked;
}

/** Urgent, and still to be read or answered. */
function isUrgent(line: Line): boolean {
  return line.importance === "urgent" && line.state === "sent" && !line.over && (!line.openedAt || waitsForMe(line));
}

function ReceivedLine({ line }: { line: Line }) {
  const t = useText();
  const home = useHome().data;
  return (
    <Cell
      href={`/notices/${line.orgId}/${line.noticeId}`}
      subtitle={<>{day(line.sentAt)}{line.children.map((child) => <> · <Named id={child.studentId} name={child.name} home={home} /></>)}</>}
      trailing={<StateTag line={line} />}
    >
      {line.title === null ? t(words.withdrawnTitle) : line.openedAt ? line.title : <strong>{line.title}</strong>}
      {!line.openedAt && line.state === "sent" && <span class="sr"> {t(list.unread)}</span>}
    </Cell>
  );
}

function StateTag({ line }: { line: Line }) {
  const t = useText();
  if (isUrgent(line)) return <Tag tone="urgent">{t(list.urgent)}</Tag>;
  if (line.state === "withdrawn") return <Tag tone="still">{t(words.withdrawn)}</Tag>;
  if (line.disagreed) return <Tag tone="still">{t(list.disagreed)}</Tag>;
  if (line.answered) return <Tag>{t(line.kind === "sign" ? list.signed : list.acknowledged)}</Tag>;
  if (line.kind === "information") return line.openedAt ? null : <Tag>{t(list.unread)}</Tag>;
  return <Tag tone="soon">{t(words.kinds[line.kind])}</Tag>;
}

type SentLine = Shape<"NoticeLine">;

function Sent({ org }: { org: Org }) {
  const t = useText();
  const wide = useWide();
  const pages = usePages("/api/v1/orgs/{org_id}/notices", { path: { org_id: org.orgId } });
  const path = (line: SentLine) => `/notices/sent/${org.orgId}/${line.noticeId}`;
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          {!pages.items.length && <Empty words={list.noneSent} />}
          {wide && pages.items.length > 0 && <Table label={list.sent} rows={pages.items} pages={pages} columns={columns(t, org)} keyOf={(line) => line.noticeId} href={path} search={list.find} file={t(words.title)} />}
          {!wide && (
            <Cells>
              {pages.items.map((line) => (
                <Cell key={line.noticeId} href={path(line)} subtitle={`${line.authorName} · ${day(timeOf(line), org.timeZone)}`} trailing={<SentTag line={line} />}>{t(titleOf(line))}</Cell>
              ))}
            </Cells>
          )}
          <LoadMore pages={pages} words={words.older} />
        </>
      )}
    </Loaded>
  );
}

function columns(t: Say, org: Org): Column<SentLine>[] {
  return [
    { name: list.title, of: (line) => t(titleOf(line)) },
    { name: list.author, of: (line) => line.authorName },
    { name: list.at, of: (line) => timeOf(line), show: (line) => day(timeOf(line), org.timeZone) },
    { name: list.state, of: (line) => t(words.states[line.state]), show: (line) => <SentTag line={line} /> },
  ];
}

function titleOf(line: SentLine): Words {
  return [line.titleZh, line.titleEn ?? line.titleZh];
}

function timeOf(line: SentLine): string {
  return line.sentAt ?? line.sendAt ?? line.createdAt;
}

function SentTag({ line }: { line: SentLine }) {
  const t = useText();
  return <Tag tone={line.state === "sent" ? "calm" : line.state === "scheduled" ? "soon" : "still"}>{t(words.states[line.state])}</Tag>;
}
