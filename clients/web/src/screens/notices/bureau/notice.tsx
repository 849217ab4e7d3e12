import { useEffect } from "preact/hooks";
import type { Shape } from "../../../api/client";
import type { Org } from "../../../api/home";
import { useRead } from "../../../api/read";
import { write } from "../../../api/write";
import { named, useText } from "../../../text";
import { clock, day } from "../../../text/time";
import { Cell, Cells, Facts, Tag } from "../../../ui/cells";
import { ConfirmButton } from "../../../ui/confirm-button";
import { useFetched } from "../../../ui/fetched";
import { Loaded } from "../../../ui/loaded";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/bureau-notices";
import { words as audience } from "../../../words/notice-audience";
import { words as notices } from "../../../words/notices";
import { Folded } from "../folded";
import type { CorrectionProps } from "./correction";
import { Files } from "./files";
import type { ProgressProps } from "./progress";

type Notice = Shape<"BureauNotice">;

const RELOAD_EVERY = 2000;
/** Above this number of schools they are folded, or what can be done would be pages below. */
const FOLD_ABOVE = 12;

/** A bureau's notice: what it says and to whom, its approval, and how far it is at each school. */
export function BureauNoticeView({ org, noticeId }: { org: Org; noticeId: string }) {
  const path = { org_id: org.orgId, bureau_notice_id: noticeId };
  const read = useRead("/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}", { path });
  const leaving = read.data !== undefined && (isLeaving(read.data) || !isCounted(read.data));
  useEffect(() => {
    if (!leaving) return;
    const timer = setTimeout(read.reload, RELOAD_EVERY);
    return () => clearTimeout(timer);
  }, [read.data, leaving]);
  return (
    <Loaded of={read}>
      {(notice) => (
        <>
          <Text notice={notice} zone={org.timeZone} />
          {notice.correction && <Correction of={notice.correction} schools={notice.schools.length} path={path} zone={org.timeZone} />}
          <Actions notice={notice} path={path} zone={org.timeZone} />
          {notice.sentAt && <Progress notice={notice} path={path} />}
        </>
      )}
    </Loaded>
  );
}

/** The worker is still carrying it to schools, or back. */
function isLeaving(notice: Notice): boolean {
  if (notice.state === "approved") return !isAhead(notice);
  if (notice.state === "sent") return notice.schools.length === 0 || notice.schools.some((school) => !school.sentAt);
  return notice.state === "recalled" && notice.schools.some((school) => !school.recalledAt);
}

/** Approved, and to leave at a later time. */
function isAhead(notice: Notice): boolean {
  return notice.sendAt !== null && Date.parse(notice.sendAt) > Date.now();
}

/** Its people are still being counted. */
function isCounted(notice: Notice): boolean {
  return notice.people !== null || (notice.state !== "draft" && notice.state !== "submitted");
}

const leavesAt = (notice: Notice, zone: string) => notice.sendAt !== null && `${day(notice.sendAt, zone)} ${clock(notice.sendAt, zone)}`;

/** Fetched apart: who writes or approves it does not need it. */
function Progress(props: ProgressProps) {
  return <Loaded of={useFetched(() => import("./progress"))}>{({ SchoolProgress }) => <SchoolProgress {...props} />}</Loaded>;
}

/** Fetched apart: few notices have one. */
function Correction(props: CorrectionProps) {
  return <Loaded of={useFetched(() => import("./correction"))}>{({ WaitingCorrection }) => <WaitingCorrection {...props} />}</Loaded>;
}

function Text({ notice, zone }: { notice: Notice; zone: string }) {
  const t = useText();
  const list = (places: Notice["places"]) => places.map((place) => t(named(place))).join(t(audience.comma));
  const when = notice.sentAt ?? notice.submittedAt;
  return (
    <>
      <article class="card stack">
        <h2>{notice.titleZh}</h2>
        <p class="quiet small"><Tag tone={notice.state === "sent" ? "calm" : notice.state === "submitted" ? "soon" : "still"}>{t(words.states[notice.state])}</Tag> {when && `${day(when, zone)} ${clock(when, zone)}`}</p>
        {notice.backBecause && <p class="note">{t(words.back[notice.backBecause])}</p>}
        {notice.correctedAt && <p class="note">{t(notices.correctedOn(`${day(notice.correctedAt, zone)} ${clock(notice.correctedAt, zone)}`))}</p>}
        <p class="text">{notice.bodyZh}</p>
        {notice.titleEn && <h3>{notice.titleEn}</h3>}
        {notice.bodyEn && <p class="text">{notice.bodyEn}</p>}
        <Files files={notice.files} path={{ org_id: notice.orgId, bureau_notice_id: notice.bureauNoticeId }} />
      </article>
      <Facts
        of={[
          [t(notices.kind), t(notices.kindsLong[notice.kind])],
          [t(notices.answerDay), notice.answerBy && day(notice.answerBy, zone)],
          [t(words.where), notice.places.some((place) => place.orgId === notice.orgId) ? t(words.scopes.all) : list(notice.places)],
          [t(audience.leftOut), list(notice.exceptPlaces)],
          [t(notices.parts), notice.parts.map((part) => t(notices.part[part])).join(t(audience.comma))],
          [t(words.leaves), !notice.sentAt && notice.state !== "cancelled" ? (leavesAt(notice, zone) || t(words.atOnce)) : undefined],
          [t(words.size), notice.sentAt || notice.state === "cancelled" ? undefined : t(notice.people === null ? words.counting : words.about(notice.people))],
          [t(words.writtenBy), notice.authorName],
          [t(words.submittedBy), notice.submittedBy],
          [t(words.approvedBy), notice.approvedBy],
        ]}
      />
      {!notice.sentAt && notice.state !== "cancelled" && (
        <Folded title={words.goesTo(notice.schools.length)} heading fold={notice.schools.length > FOLD_ABOVE}>
          <Cells>{notice.schools.map((school) => <Cell key={school.schoolId} trailing={school.countedAt ? t(words.people(school.people)) : undefined}>{t(named(school))}</Cell>)}</Cells>
        </Folded>
      )}
    </>
  );
}

function Actions({ notice, path, zone }: { notice: Notice; path: { org_id: number; bureau_notice_id: string }; zone: string }) {
  const t = useText();
  const edit = <a class="button" href={`/notices/bureau/${path.org_id}/${path.bureau_notice_id}/edit`}>{t(notices.edit)}</a>;
  const { version, digest, schools, people } = notice;
  const when = leavesAt(notice, zone);
  if (notice.state === "draft") {
    return (
      <>
        <ConfirmButton kind="main" action={words.submit} consequence={people === null ? words.submitSure : words.submitTo(schools.length, people)} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/submit", { path, version }, key)} onDone={() => toast(words.submitted)} />
        {edit}
        <ConfirmButton action={notices.cancel} consequence={notices.cancelSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/cancel", { path, version }, key)} onDone={() => toast(notices.cancelled)} />
      </>
    );
  }
  if (notice.state === "submitted") {
    return (
      <>
        <p class="note">{t(notice.canApprove ? words.approveNote(when) : words.waitsForOther)}</p>
        {notice.canApprove && (
          <>
            <ConfirmButton kind="main" action={words.approve} consequence={words.approveSure(schools.length, people, when)} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/approve", { path, body: { digest } }, key)} onDone={() => toast(words.approved)} />
            <ConfirmButton kind="plain" action={words.giveBack} consequence={words.giveBackSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/return", { path }, key)} onDone={() => toast(words.returned)} />
          </>
        )}
        {edit}
      </>
    );
  }
  if (notice.state === "cancelled" || notice.state === "recalled") return null;
  return (
    <>
      {notice.state === "sent" && <a class="button" href={`/notices/bureau/${path.org_id}/${path.bureau_notice_id}/correct`}>{t(notices.correct)}</a>}
      <ConfirmButton action={words.recall} consequence={words.recallSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/recall", { path }, key)} onDone={() => toast(words.recalled)} />
    </>
  );
}
