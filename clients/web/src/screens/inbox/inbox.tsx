import { useEffect } from "preact/hooks";
import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import { write } from "../../api/write";
import { useHome } from "../../api/home";
import { closeNotifications } from "../../storage/session";
import { type Say, useText } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { ClosedNote } from "../../ui/closed-note";
import { NumberNote } from "../../ui/number-note";
import { goTo } from "../../ui/history";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/inbox";

type Message = Shape<"InboxMessage">;

/** Every message, newest first, at a desk as a table; a tap marks it read and opens what it is about. */
export default function Inbox() {
  const t = useText();
  const wide = useWide();
  const urgent = useHome().data?.orgs.reduce((sum, org) => sum + org.observationsUrgent, 0) ?? 0;
  // The icon counted what was pushed; what is urgent still counts.
  useEffect(() => void closeNotifications().then(() => navigator.setAppBadge?.(urgent)).catch(() => undefined), [urgent]);
  const pages = usePages("/api/v1/me/inbox", {});
  return (
    <Page title={words.title} back wide>
      <ClosedNote />
      <NumberNote />
      <Loaded of={pages.first}>
        {() => (
          <>
            {!pages.items.length && <Empty words={words.empty} />}
            {wide && pages.items.length > 0 && <Table label={words.title} rows={pages.items} columns={columns(t)} keyOf={(message) => message.messageId} search={pages.items.length > 8 ? words.find : undefined} />}
            {!wide && pages.items.length > 0 && <Cells>{pages.items.map((message) => <Line key={message.messageId} message={message} />)}</Cells>}
            <LoadMore pages={pages} words={words.more} />
          </>
        )}
      </Loaded>
    </Page>
  );
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
function columns(t: Say): Column<Message>[] {
  return [
    { name: words.message, of: (one) => one.title, show: (one) => <><button type="button" class="link" onClick={() => open(one)}>{one.title}</button>{!one.readAt && <> <Tag>{t(words.unread)}</Tag></>}</> },
    { name: words.text, of: (one) => one.body },
    { name: words.received, of: (one) => one.at, show: (one) => `${day(one.at)} ${clock(one.at)}` },
  ];
}

function Line({ message }: { message: Message }) {
  const t = useText();
  return (
    <Cell onClick={() => open(message)} subtitle={<>{message.body}<br />{day(message.at)} {clock(message.at)}</>} trailing={!message.readAt ? <Tag>{t(words.unread)}</Tag> : undefined}>
      {message.title}
    </Cell>
  );
}
