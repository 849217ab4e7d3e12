import { useEffect } from "preact/hooks";
import type { Shape } from "../../../api/client";
import type { Org } from "../../../api/home";
import { useRead } from "../../../api/read";
import { write } from "../../../api/write";
import { named, useText } from "../../../text";
import { clock, day } from "../../../text/time";
import { Cell, Cells, Facts, Tag } from "../../../ui/cells";
import { ConfirmButton } from "../../../ui/confirm-button";
import { Bars } from "../../../ui/figures";
import { Loaded } from "../../../ui/loaded";
import { Section } from "../../../ui/page";
import { toast } from "../../../ui/toast";
import { words } from "../../../words/bureau-notices";
import { words as audience } from "../../../words/notice-audience";
import { words as notices } from "../../../words/notices";
import { Folded } from "../folded";

type Notice = Shape<"BureauNotice">;

const RELOAD_EVERY = 2000;
/** Above this number of schools they are folded, or what can be done would be pages below. */
const FOLD_ABOVE = 12;

/** A bureau's notice: what it says and to whom, its approval, and how far it is at each school. */
export function BureauNoticeView({ org, noticeId }: { org: Org; noticeId: string }) {
  const path = { org_id: org.orgId, bureau_notice_id: noticeId };
  const read = useRead("/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}", { path });
  const leaving = read.data !== undefined && isLeaving(read.data);
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
          <Actions notice={notice} path={path} />
          {notice.sentAt && <SchoolProgress notice={notice} />}
        </>
      )}
    </Loaded>
  );
}

/** The worker is still carrying it to schools, or back. */
function isLeaving(notice: Notice): boolean {
  if (notice.state === "approved") return true;
  if (notice.state === "sent") return notice.schools.length === 0 || notice.schools.some((school) => !school.sentAt);
  return notice.state === "recalled" && notice.schools.some((school) => !school.recalledAt);
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
        <p class="text">{notice.bodyZh}</p>
        {notice.titleEn && <h3>{notice.titleEn}</h3>}
        {notice.bodyEn && <p class="text">{notice.bodyEn}</p>}
      </article>
      <Facts
        of={[
          [t(notices.kind), t(notices.kindsLong[notice.kind])],
          [t(notices.answerDay), notice.answerBy && day(notice.answerBy, zone)],
          [t(words.where), list(notice.places)],
          [t(audience.leftOut), list(notice.exceptPlaces)],
          [t(notices.parts), notice.parts.map((part) => t(notices.part[part])).join(t(audience.comma))],
          [t(words.writtenBy), notice.authorName],
          [t(words.submittedBy), notice.submittedBy],
          [t(words.approvedBy), notice.approvedBy],
        ]}
      />
      {!notice.sentAt && notice.state !== "cancelled" && (
        <Folded title={words.goesTo(notice.schools.length)} heading fold={notice.schools.length > FOLD_ABOVE}>
          <Cells>{notice.schools.map((school) => <Cell key={school.schoolId}>{t(named(school))}</Cell>)}</Cells>
        </Folded>
      )}
    </>
  );
}

function Actions({ notice, path }: { notice: Notice; path: { org_id: number; bureau_notice_id: string } }) {
  const t = useText();
  const edit = <a class="button" href={`/notices/bureau/${path.org_id}/${path.bureau_notice_id}/edit`}>{t(notices.edit)}</a>;
  const { version, digest, schools } = notice;
  if (notice.state === "draft") {
    return (
      <>
        <ConfirmButton kind="main" action={words.submit} consequence={words.submitSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/submit", { path, version }, key)} onDone={() => toast(words.submitted)} />
        {edit}
        <ConfirmButton action={notices.cancel} consequence={notices.cancelSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/cancel", { path, version }, key)} onDone={() => toast(notices.cancelled)} />
      </>
    );
  }
  if (notice.state === "submitted") {
    return (
      <>
        <p class="note">{t(notice.canApprove ? words.approveNote : words.waitsForOther)}</p>
        {notice.canApprove && (
          <>
            <ConfirmButton kind="main" action={words.approve} consequence={words.approveSure(schools.length)} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/approve", { path, body: { digest } }, key)} onDone={() => toast(words.approved)} />
            <ConfirmButton kind="plain" action={words.giveBack} consequence={words.giveBackSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/return", { path }, key)} onDone={() => toast(words.returned)} />
          </>
        )}
        {edit}
      </>
    );
  }
  if (notice.state === "cancelled" || notice.state === "recalled") return null;
  return <ConfirmButton action={words.recall} consequence={words.recallSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/bureau-notices/{bureau_notice_id}/recall", { path }, key)} onDone={() => toast(words.recalled)} />;
}

function SchoolProgress({ notice }: { notice: Notice }) {
  const t = useText();
  const asks = notice.kind !== "information";
  const sum = (of: "people" | "opened" | "answered") => notice.schools.reduce((total, school) => total + Number(school[of]), 0);
  const counts = (people: number, opened: number | null, answered: number | null) => t(opened === null ? words.few : words.counts(people, opened, asks && answered!));
  return (
    <Section title={words.progress}>
      <p>{t(words.wentTo(notice.schools.filter((school) => school.sentAt).length))} · {counts(sum("people"), sum("opened"), sum("answered"))}</p>
      <Folded title={words.openedBars} heading fold={notice.schools.length > FOLD_ABOVE}>
        <Bars label={words.openedBars} bars={notice.schools.filter((school) => school.opened !== null).map((school) => ({ name: t(named(school)), part: school.opened!, whole: school.people }))} />
      </Folded>
      <Cells>
        {notice.schools.map((school) => (
          <Cell key={school.schoolId} subtitle={school.sentAt ? counts(school.people, school.opened, school.answered) : t(words.notYet)} trailing={school.recalledAt ? <Tag tone="still">{t(words.states.recalled)}</Tag> : undefined}>
            {t(named(school))}
          </Cell>
        ))}
      </Cells>
      {notice.state === "sent" && <p class="quiet small">{t(words.countedNote)}</p>}
    </Section>
  );
}
