import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { type Home, useHome } from "../../api/home";
import { type Pages, usePages } from "../../api/pages";
import { useMutation, write } from "../../api/write";
import { closeNotifications } from "../../storage/session";
import { named, type Say, useText } from "../../text";
import { finds } from "../../text/search";
import { clock, day } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { ClosedNote } from "../../ui/closed-note";
import { Input } from "../../ui/fields";
import { NumberNote } from "../../ui/number-note";
import { goTo } from "../../ui/history";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Named } from "../../ui/named";
import { Page } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/inbox";

type Message = Shape<"InboxMessage">;

/** Every message, newest first, at a desk as a table; a tap marks it read and opens what it is about. */
export default function Inbox() {
  const home = useHome().data;
  const urgent = home?.orgs.reduce((sum, org) => sum + org.observationsUrgent, 0) ?? 0;
  // The icon counted what was pushed; what is urgent still counts.
  useEffect(() => void closeNotifications().then(() => navigator.setAppBadge?.(urgent)).catch(() => undefined), [urgent]);
  const pages = usePages("/api/v1/me/inbox", {});
  return (
    <Page title={words.title} back wide>
      <ClosedNote />
      <NumberNote home={home} />
      <Loaded of={pages.first}>{() => (pages.items.length ? <Messages pages={pages} home={home} /> : <Empty words={words.empty} />)}</Loaded>
    </Page>
  );
}

/** As many as a page of the list shows at once: below that nobody searches. */
const FEW = 8;

function Messages({ pages, home }: { pages: Pages<"/api/v1/me/inbox">; home: Home | undefined }) {
  const t = useText();
  const wide = useWide();
  const [typed, setTyped] = useState("");
  // A search reads on through older pages: what is looked for is rarely among the newest.
  useEffect(() => {
    if (typed.trim() && !pages.busy && !pages.problem) pages.loadMore?.();
  }, [typed, pages.busy, pages.problem, pages.items.length]);
  const wanted = finds(typed);
  const school = schools(t, home);
  const children = childrenOf(home);
  const found = pages.items.filter((message) => [message.title, message.body, school?.(message) ?? "", ...(children?.(message) ?? []).map((child) => child.name)].some(wanted));
  return (
    <>
      <ReadAll messages={pages.items} />
      {(pages.items.length > FEW || pages.loadMore) && <Input label={words.find} maxLength={40} value={typed} onValue={setTyped} />}
      {typed.trim() && <p class="quiet small" role="status">{t(words.found(found.length))}</p>}
      {wide && found.length > 0 && <Table label={words.title} rows={found} pages={pages} columns={columns(t, school, children)} keyOf={(message) => message.messageId} />}
      {!wide && found.length > 0 && <Cells>{found.map((message) => <Line key={message.messageId} message={message} school={school?.(message)} about={children?.(message).map((child) => <Named key={child.studentId} id={child.studentId} name={child.name} home={home} />)} />)}</Cells>}
      <LoadMore pages={pages} words={words.more} />
    </>
  );
}

/** One tap for all that is here. What is urgent stays unread until it is opened. */
function ReadAll({ messages }: { messages: Message[] }) {
  const t = useText();
  const mutation = useMutation();
  const unread = messages.filter((message) => !message.readAt);
  const orgs = [...new Set(unread.map((message) => message.orgId))];
  const newest = unread.reduce((at, message) => (message.at > at ? message.at : at), "");
  if (unread.length < 2 || unread.every((message) => message.importance === "high")) return null;
  const readAll = async (key: string) => {
    const results = await Promise.all(orgs.map((org_id) => write("post", "/api/v1/orgs/{org_id}/messages/read", { path: { org_id }, body: { until: newest }, queueAs: words.reading }, `${key}-${org_id}`)));
    return results.find((result) => result.state === "refused") ?? results[0]!;
  };
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Button kind="plain" wide busy={mutation.busy} onClick={() => void mutation.run(readAll)}>{t(words.readAll)}</Button>
    </>
  );
}

/** The name of the school a message is from, for a person of several. */
function schools(t: Say, home: Home | undefined): ((message: Message) => string) | undefined {
  if (!home || home.orgs.length < 2) return undefined;
  const names = new Map(home.orgs.map((org) => [org.orgId, t(named(org))]));
  return (message) => names.get(message.orgId) ?? "";
}

/** Whom of several children a message is about; nothing for who has one or none. A server of an older version does not say it. */
function childrenOf(home: Home | undefined): ((message: Message) => Shape<"Child">[]) | undefined {
  const all = home?.orgs.flatMap((org) => org.children) ?? [];
  return all.length > 1 ? (message) => all.filter((child) => message.childIds?.includes(child.studentId)) : undefined;
}

/** Kinds that this version does not know lead nowhere. */
const PATHS: Partial<Record<string, string>> = { booking: "talks", notice: "notices", bureau_notice: "notices/bureau", notice_sent: "notices/sent", lecture: "lectures", visit: "visits", visit_alert: "visits", observation: "concerns", observer_disclosure: "concerns/disclosures", visited_student: "visits/availability" };

function open(message: Message): void {
  const path = { org_id: message.orgId, message_id: message.messageId };
  // Not awaited: on a slow network nobody should wait for it.
  if (!message.readAt) void write("post", "/api/v1/orgs/{org_id}/messages/{message_id}/read", { path, queueAs: words.reading });
  const screen = message.about && PATHS[message.about.kind];
  if (message.about && screen) goTo(`/${screen}/${message.orgId}/${message.about.id}${message.about.kind === "visit_alert" ? "?alert=1" : ""}`);
}

/** A desk's table. It leaves as no file: what was told is for its reader alone. */
function columns(t: Say, school: ((message: Message) => string) | undefined, children: ReturnType<typeof childrenOf>): Column<Message>[] {
  return [
    { name: words.message, of: (one) => one.title, show: (one) => <><button type="button" class="link" onClick={() => open(one)}>{one.title}</button>{!one.readAt && <> <Tag>{t(words.unread)}</Tag></>}</> },
    ...(children ? [{ name: words.child, of: (one: Message) => children(one).map((child) => child.name).join("、") }] : []),
    { name: words.text, of: (one) => one.body },
    ...(school ? [{ name: words.from, of: school }] : []),
    { name: words.received, of: (one) => one.at, show: (one) => `${day(one.at)} ${clock(one.at)}` },
  ];
}

function Line({ message, school, about }: { message: Message; school: string | undefined; about: JSX.Element[] | undefined }) {
  const t = useText();
  return (
    <Cell onClick={() => open(message)} subtitle={<>{message.body}<br />{day(message.at)} {clock(message.at)}{school && ` · ${school}`}</>} trailing={!message.readAt ? <Tag>{t(words.unread)}</Tag> : undefined}>
      {message.title} {about}
    </Cell>
  );
}
