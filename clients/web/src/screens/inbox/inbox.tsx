import { useEffect } from "preact/hooks";
import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import { write } from "../../api/write";
import { useHome } from "../../api/home";
import { closeNotifications } from "../../storage/session";
import { useText } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { ClosedNote } from "../../ui/closed-note";
import { NumberNote } from "../../ui/number-note";
import { goTo } from "../../ui/history";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { words } from "../../words/inbox";

type Message = Shape<"InboxMessage">;

/** Every message, newest first; a tap marks it read and opens what it is about. */
export default function Inbox() {
  const urgent = useHome().data?.orgs.reduce((sum, org) => sum + org.observationsUrgent, 0) ?? 0;
  // The icon counted what was pushed; what is urgent still counts.
  useEffect(() => void closeNotifications().then(() => navigator.setAppBadge?.(urgent)).catch(() => undefined), [urgent]);
  const pages = usePages("/api/v1/me/inbox", {});
  return (
    <Page title={words.title} back>
      <ClosedNote />
      <NumberNote />
      <Loaded of={pages.first}>
        {() => (
          <>
            {pages.items.length ? <Cells>{pages.items.map((message) => <Line key={message.messageId} message={message} />)}</Cells> : <Empty words={words.empty} />}
            <LoadMore pages={pages} words={words.more} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Kinds that this version does not know lead nowhere. */
const PATHS: Partial<Record<string, string>> = { booking: "talks", notice: "notices", bureau_notice: "notices/bureau", notice_sent: "notices/sent", lecture: "lectures", visit: "visits", visit_alert: "visits", observation: "concerns", observer_disclosure: "concerns/disclosures", visited_student: "visits/availability" };

function Line({ message }: { message: Message }) {
  const t = useText();
  const open = () => {
    const path = { org_id: message.orgId, message_id: message.messageId };
    // Not awaited: on a slow network nobody should wait for it.
    if (!message.readAt) void write("post", "/api/v1/orgs/{org_id}/messages/{message_id}/read", { path, queueAs: words.reading });
    const screen = message.about && PATHS[message.about.kind];
    if (message.about && screen) goTo(`/${screen}/${message.orgId}/${message.about.id}${message.about.kind === "visit_alert" ? "?alert=1" : ""}`);
  };
  return (
    <Cell onClick={open} subtitle={<>{message.body}<br />{day(message.at)} {clock(message.at)}</>} trailing={!message.readAt ? <Tag>{t(words.unread)}</Tag> : undefined}>
      {message.title}
    </Cell>
  );
}
