import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, day, isoDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Facts, Tag } from "../../ui/cells";
import { confirm } from "../../ui/confirm";
import { ConfirmButton } from "../../ui/confirm-button";
import { Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { Progress } from "../../ui/progress";
import { toast } from "../../ui/toast";
import { words } from "../../words/notices";
import { audienceFacts } from "./audience-facts";
import { AudienceSize } from "./audience-size";
import { Folded } from "./folded";
import { ReceiptStatus } from "./status";
import { isWide, Undo, UNDO_SECONDS } from "./undo";

type Notice = Shape<"Notice">;
type NoticePath = { org_id: number; notice_id: string };

/** A notice as its senders see it: its state, its receipts, and what can still be done. */
export default function Sent() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), notice_id: params.notice ?? "" };
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
        <p class="quiet small"><Tag tone={notice.state === "sent" ? "calm" : "still"}>{t(words.states[notice.state])}</Tag> {notice.authorName}{when && ` · ${day(when, zone)} ${clock(when, zone)}`}{notice.correctedAt && ` · ${t(words.correctedOn(`${day(notice.correctedAt, zone)} ${clock(notice.correctedAt, zone)}`))}`}</p>
        {unsent ? <Texts of={notice} /> : <Folded title={words.whole} fold={notice.bodyZh.length + (notice.bodyEn?.length ?? 0) > LONG_TEXT}><Texts of={notice} /></Folded>}
      </article>
      <Facts of={[[t(words.kind), t(words.kindsLong[notice.kind])], ...audienceFacts(notice, t), [t(words.answerDay), notice.answerBy && day(notice.answerBy, zone)], [t(words.reached), unsent ? undefined : t(words.reachOf(notice.reached.people, notice.reached.students))]]} />
      {unsent && <AudienceSize orgId={path.org_id} audience={notice.audience} />}
      {sending && (sentNow && isWide(notice) ? <Undo notice={notice} onUndone={() => onSent(false)} /> : <Progress label={t(words.going)} />)}
      {notice.canChange && unsent && !sending && <SendForm key={notice.version} notice={notice} path={path} zone={zone} onSent={() => onSent(true)} />}
      {(notice.state === "sent" || notice.state === "withdrawn") && <Section title={words.status}><ReceiptStatus path={path} withdrawn={notice.state === "withdrawn"} reminder={notice.state === "sent" && notice.kind !== "information" ? (notice.answerBy ? words.remindBefore : words.remindAfter) : undefined} /></Section>}
      {notice.canChange && notice.state === "sent" && <a class="button" href={`/notices/write/${path.org_id}/${path.notice_id}`}>{t(words.correct)}</a>}
      {notice.canChange && notice.state === "sent" && <Withdraw notice={notice} path={path} />}
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
    </>
  );
}

function SendForm({ notice, path, zone, onSent }: { notice: Notice; path: NoticePath; zone: string; onSent: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [when, setWhen] = useState<"now" | "later">(notice.sendAt ? "later" : "now");
  const [onDay, setDay] = useState(notice.sendAt ? isoDay(notice.sendAt, zone) : "");
  const [time, setTime] = useState(notice.sendAt ? clock(notice.sendAt, zone) : "08:00");
  const send = () => {
    const sendAt = when === "later" ? instant(onDay, time, zone) : null;
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/notices/{notice_id}/send", { path, body: { sendAt, undoSeconds: !sendAt && isWide(notice) ? UNDO_SECONDS : 0 }, version: notice.version }, key),
      () => {
        if (!sendAt) onSent();
        toast(sendAt ? words.scheduled(`${day(sendAt, zone)} ${clock(sendAt, zone)}`) : words.going);
      },
    );
  };
  const cancel = async () =>
    (await confirm(words.cancel, words.cancelSure)) &&
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/notices/{notice_id}/cancel", { path, version: notice.version }, key), () => toast(words.cancelled));
  return (
    <>
      <Form mutation={mutation} send={send} button={when === "now" ? words.sendNow : words.schedule}>
        <Choices label={words.when} value={[when]} onValue={([value]) => value && setWhen(value)} options={[["now", t(words.now)], ["later", t(words.later)]]} />
        {when === "later" && (
          <div class="buttons">
            <Input label={words.day} type="date" required min={isoDay(new Date(), zone)} value={onDay} onValue={setDay} error={fieldError(mutation.problem, "sendAt")} />
            <Input label={words.time} type="time" required value={time} onValue={setTime} />
          </div>
        )}
      </Form>
      <div class="buttons">
        <a class="button" href={`/notices/write/${path.org_id}/${path.notice_id}`}>{t(words.edit)}</a>
        <Button kind="danger" busy={mutation.busy} onClick={() => void cancel()}>{t(words.cancel)}</Button>
      </div>
    </>
  );
}

function Withdraw({ notice, path }: { notice: Notice; path: NoticePath }) {
  return (
    <ConfirmButton
      action={words.withdraw}
      consequence={words.withdrawSure}
      send={(key) => write("post", "/api/v1/orgs/{org_id}/notices/{notice_id}/withdraw", { path, version: notice.version }, key)}
      onDone={() => toast(words.withdrawn)}
    />
  );
}
