import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { clock, day } from "../../text/time";
import { Facts, Tag } from "../../ui/cells";
import { useFetched } from "../../ui/fetched";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { Progress } from "../../ui/progress";
import { words as urgency } from "../../words/notice-sent";
import { words } from "../../words/notices";
import type { AfterProps } from "./after";
import type { AttachedProps } from "./attached";
import { audienceFacts } from "./audience-facts";
import { Folded } from "./folded";
import { isQuiet } from "./quiet";
import { ReceiptStatus } from "./status";
import { Undo } from "./undo";
import type { UnsentProps } from "./unsent";

type Notice = Shape<"Notice">;
type NoticePath = { org_id: number; notice_id: string };

/** A notice as its senders see it; or the list of families who get it on paper. */
export default function Sent() {
  return "paper" in useRoute().query ? <OnPaper /> : <Follow />;
}

function OnPaper() {
  return <Loaded of={useFetched(() => import("./paper"))}>{({ Paper }) => <Paper />}</Loaded>;
}

/** Its state, its receipts, and what can still be done. */
function Follow() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), notice_id: params.id ?? "" };
  const home = useHome();
  const zone = home.data?.orgs.find((org) => org.orgId === path.org_id)?.timeZone ?? "Asia/Shanghai";
  const notice = useRead("/api/v1/orgs/{org_id}/notices/{notice_id}", { path });
  // Sent a moment ago, whatever this phone's clock says.
  const [sentNow, setSentNow] = useState(false);
  const sending = notice.data?.state === "scheduled" && (sentNow || isDue(notice.data));
  useEffect(() => {
    if (!sending) return;
    const timer = setTimeout(notice.reload, RELOAD_EVERY);
    return () => clearTimeout(timer);
  }, [notice.data, sending]);
  return (
    <Page title={words.one} back>
      <Loaded of={notice}>{(data) => <SentNotice notice={data} path={path} zone={zone} sending={sending} sentNow={sentNow} onSent={setSentNow} />}</Loaded>
    </Page>
  );
}

const RELOAD_EVERY = 1000;
/** Characters above which a sent text is folded: the sender comes for the receipts. */
const LONG_TEXT = 200;

/** Its time has come, and the worker is sending it. */
function isDue(notice: Notice): boolean {
  return notice.sendAt !== null && Date.parse(notice.sendAt) <= Date.now();
}

function SentNotice({ notice, path, zone, sending, sentNow, onSent }: { notice: Notice; path: NoticePath; zone: string; sending: boolean; sentNow: boolean; onSent: (sent: boolean) => void }) {
  const t = useText();
  const when = notice.sentAt ?? notice.sendAt;
  const unsent = notice.state === "draft" || notice.state === "scheduled";
  return (
    <>
      <article class="card stack">
        <h2>{notice.titleZh}</h2>
        <p class="quiet small"><Tag tone={notice.state === "sent" ? "calm" : "still"}>{t(words.states[notice.state])}</Tag>{notice.importance === "urgent" && <> <Tag tone="urgent">{t(urgency.urgent)}</Tag></>} {notice.authorName}{when && ` · ${day(when, zone)} ${clock(when, zone)}`}{notice.correctedAt && ` · ${t(words.correctedOn(`${day(notice.correctedAt, zone)} ${clock(notice.correctedAt, zone)}`))}`}</p>
        {unsent ? <Texts of={notice} /> : <Folded title={words.whole} fold={notice.bodyZh.length + (notice.bodyEn?.length ?? 0) > LONG_TEXT}><Texts of={notice} /></Folded>}
      </article>
      <Facts of={[[t(words.kind), t(words.kindsLong[notice.kind])], [t(urgency.changedBy), notice.changedBy], ...audienceFacts(notice, t), [t(words.answerDay), notice.answerBy && day(notice.answerBy, zone)], [t(urgency.until), notice.expiresAt && day(notice.expiresAt, zone)], [t(words.reached), unsent ? undefined : t(words.reachOf(notice.reached.people, notice.reached.students))]]} />
      {sending && (sentNow ? <Undo notice={notice} onUndone={() => onSent(false)} /> : <Progress label={t(words.going)} />)}
      {unsent && <Unsent notice={notice} path={path} zone={zone} onSent={() => onSent(true)} canSend={notice.canChange && !sending} />}
      {notice.canChange && notice.state === "sent" && <AfterSending notice={notice} path={path} />}
      {(notice.state === "sent" || notice.state === "withdrawn") && <Section title={words.status}><ReceiptStatus path={path} withdrawn={notice.state === "withdrawn"} quiet={notice.importance !== "urgent" && isQuiet(clock(new Date(), zone))} reminder={notice.state === "sent" && notice.kind !== "information" ? (notice.answerBy ? words.remindBefore : words.remindAfter) : undefined} /></Section>}
    </>
  );
}

/** In both languages, as it is sent. */
function Texts({ of }: { of: Notice }) {
  return (
    <>
      <p class="text">{of.bodyZh}</p>
      {of.titleEn && <h3>{of.titleEn}</h3>}
      {of.bodyEn && <p class="text">{of.bodyEn}</p>}
      {of.files.length > 0 && <Files files={of.files} of={`/api/v1/orgs/${of.orgId}/notices/${of.noticeId}`} />}
    </>
  );
}

/** Its files. Their code is fetched where there are some. */
function Files(props: AttachedProps) {
  return <Loaded of={useFetched(() => import("./attached"))}>{({ Attached }) => <Attached {...props} />}</Loaded>;
}

/** What can be done about one that was sent. Its code is fetched apart: not everybody who follows a notice may. */
function AfterSending(props: AfterProps) {
  return <Loaded of={useFetched(() => import("./after"))}>{({ AfterSending }) => <AfterSending {...props} />}</Loaded>;
}

/** Its code is fetched apart: who follows a notice that was sent does not need it. */
function Unsent(props: UnsentProps) {
  return <Loaded of={useFetched(() => import("./unsent"))}>{({ UnsentNotice }) => <UnsentNotice {...props} />}</Loaded>;
}
