import { useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome } from "../../api/home";
import { download } from "../../api/download";
import { useIsQueued } from "../../api/is-queued";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { clock, day, deadline, fullDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Named } from "../../ui/named";
import { Page } from "../../ui/page";
import { toast } from "../../ui/toast";
import { useFetched } from "../../ui/fetched";
import { words as rare } from "../../words/notice-receipt";
import { words } from "../../words/notices";
import { queued } from "../../words/queued";
import type { AttachedProps } from "./attached";

type Notice = Shape<"MyNotice">;
type Opinion = "yes" | "no";
type NoticePath = { org_id: number; notice_id: string };

/** One notice, to be read, acknowledged or signed. Stored, so that it can be read again without network. */
export default function OneNotice() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), notice_id: params.id ?? "" };
  const home = useHome();
  // A bureau has readers of no notice: what waits there is to be approved.
  const ofBureau = home.data?.orgs.some((org) => org.orgId === path.org_id && org.kind === "bureau");
  const read = useRead(ofBureau ? null : "/api/v1/orgs/{org_id}/me/notices/{notice_id}", { path }, { store: true });
  useEffect(() => {
    if (ofBureau) goTo(`/notices/bureau/${path.org_id}/${path.notice_id}`, true);
  }, [ofBureau]);
  const unopened = read.data?.state === "sent" && !read.data.openedAt;
  useEffect(() => {
    if (unopened) void write("post", "/api/v1/orgs/{org_id}/me/notices/{notice_id}/open", { path, query: { edition: read.data?.edition }, queueAs: words.opening });
  }, [unopened, read.data?.edition]);
  return (
    <Page title={words.one} back>
      <Loaded of={read}>{(data) => <NoticeView notice={{ ...data, over: data.over || isOver(data) }} path={path} />}</Loaded>
    </Page>
  );
}

/** A stored one ends by the phone's clock. */
const isOver = ({ expiresAt }: Notice) => expiresAt !== null && Date.parse(expiresAt) <= Date.now();

function NoticeView({ notice, path }: { notice: Notice; path: NoticePath }) {
  const t = useText();
  return (
    <>
      <article class="card stack" lang={notice.language}>
        <h2>{notice.title ?? t(words.withdrawnTitle)}</h2>
        <p class="quiet small">{t(words.from(notice.authorName, `${day(notice.sentAt)} ${clock(notice.sentAt)}`))}</p>
        {notice.correctedAt && <p class="note">{t(words.correctedOn(`${day(notice.correctedAt)} ${clock(notice.correctedAt)}`))}</p>}
        {notice.body !== null && <p class="text">{notice.body}</p>}
        {notice.files?.length > 0 && <Files files={notice.files} of={`/api/v1/orgs/${path.org_id}/me/notices/${path.notice_id}`} />}
      </article>
      {notice.children.length > 0 && <p class="quiet small">{t(words.aboutChildren(notice.children))}</p>}
      {notice.children.some((child) => child.others?.length) && <Others of={notice} />}
      {notice.state === "withdrawn" ? <Withdrawn notice={notice} path={path} /> : <Answer notice={notice} path={path} />}
      {notice.over && notice.state === "sent" && <p class="note">{t(rare.over)}</p>}
    </>
  );
}

/** Its files. Their code is fetched where there are some. */
function Files(props: AttachedProps) {
  return <Loaded of={useFetched(() => import("./attached"))}>{({ Attached }) => <Attached {...props} />}</Loaded>;
}

/** What other guardians signed. Its code is fetched where somebody has. */
function Others(props: { of: Notice }) {
  return <Loaded of={useFetched(() => import("./others"))}>{({ OtherSignatures }) => <OtherSignatures {...props} />}</Loaded>;
}

function Withdrawn({ notice, path }: { notice: Notice; path: NoticePath }) {
  const t = useText();
  return (
    <>
      <p class="note">{t(words.withdrawnMore)}</p>
      {notice.answered && <p class="quiet small">{t(rare.still)}</p>}
      {notice.answered && <OwnReceipt path={path} />}
    </>
  );
}

function Answer({ notice, path }: { notice: Notice; path: NoticePath }) {
  const t = useText();
  if (notice.kind === "information") return null;
  if (notice.answered) {
    const when = fullDay(notice.signedAt ?? notice.acknowledgedAt ?? notice.sentAt);
    return (
      <>
        <p class="note">{t(notice.kind !== "sign" ? words.acknowledgedAt(when) : notice.disagreed ? rare.noAt(when) : notice.children.some((child) => child.agrees) ? rare.yesAt(when) : words.signedAt(when))}</p>
        {notice.disagreed && notice.children.length > 1 && <p class="quiet small">{t(rare.noFor(notice.children.filter((child) => child.agrees === false).map((child) => child.name).join("、")))}</p>}
        <OwnReceipt path={path} />
      </>
    );
  }
  if (notice.over) return null;
  return (
    <>
      {notice.answeredBefore && <p class="note soon">{t(words.answeredEarlier(fullDay(notice.answeredBefore)))}</p>}
      {notice.answerBy && notice.asked !== false && <p class="note soon">{t(Date.parse(notice.answerBy) < Date.now() ? words.late : words.answerBy(byWhen(notice.answerBy)))}</p>}
      {notice.kind === "sign" ? <Sign notice={notice} path={path} /> : <Acknowledge notice={notice} path={path} />}
    </>
  );
}

/** A day that ends it is said as the first screen says it: by that day. */
function byWhen(at: string): string {
  return clock(at) === "23:59" ? day(at) : deadline(at);
}

/** The reader's own answer as a file that proves itself. */
function OwnReceipt({ path }: { path: NoticePath }) {
  const t = useText();
  const mutation = useMutation();
  const get = () => void mutation.run(() => download(`/api/v1/orgs/${path.org_id}/me/notices/${path.notice_id}/receipt`, `${t(rare.receipt)}.json`), () => undefined);
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Button kind="plain" busy={mutation.busy} onClick={get}>{t(rare.download)}</Button>
    </>
  );
}

function Acknowledge({ notice, path }: { notice: Notice; path: NoticePath }) {
  const t = useText();
  const mutation = useMutation();
  const isQueued = useIsQueued();
  if (isQueued(/acknowledge$/, path)) return <p class="note">{t(queued)}</p>;
  const send = () =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/me/notices/{notice_id}/acknowledge", { path, query: { edition: notice.edition }, queueAs: words.waitsFor }, key),
      (answered) => toast(answered ? words.thanks : queued),
    );
  return <Form mutation={mutation} send={send} button={words.acknowledge} />;
}

/** A signature is never queued: the signer sees at once that it counts. */
function Sign({ notice, path }: { notice: Notice; path: NoticePath }) {
  const mutation = useMutation();
  const home = useHome().data;
  const unsigned = notice.children.filter((child) => !child.signedAt);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState(unsigned.map((child) => child.studentId));
  const t = useText();
  // Nothing is chosen for the signer: a consent is theirs to give.
  const [opinion, setOpinion] = useState<Opinion>();
  const [missing, setMissing] = useState(false);
  const send = () => {
    setMissing(!opinion);
    if (!opinion) return;
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/me/notices/{notice_id}/sign", { path, body: { name, agrees: opinion === "yes", studentIds: chosen, edition: notice.edition } }, key), () => toast(words.signedThanks));
  };
  return (
    <Form mutation={mutation} send={send} button={words.sign}>
      {unsigned.length > 1 && <Choices label={words.signFor} multiple value={chosen} onValue={setChosen} options={unsigned.map((child) => [child.studentId, <Named id={child.studentId} name={child.name} home={home} />])} />}
      <Choices<Opinion> label={rare.opinion} value={opinion ? [opinion] : []} onValue={([value]) => setOpinion(value)} options={[["yes", t(rare.opinions.yes)], ["no", t(rare.opinions.no)]]} error={missing && !opinion ? t(rare.choose) : undefined} />
      <Input label={words.signName} hint={words.signHint} required maxLength={50} autocomplete="name" value={name} onValue={setName} error={fieldError(mutation.problem, "name")} />
    </Form>
  );
}
