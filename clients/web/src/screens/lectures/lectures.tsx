import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { type Org, orgsWith, useHome } from "../../api/home";
import { usePages } from "../../api/pages";
import { useText } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { words } from "../../words/lectures";
import { EditLecture, NewLecture } from "./edit";
import { MyLectureView } from "./mine";
import { Own } from "./own";
import { LectureView } from "./run";
import { Training } from "./training";
import { type MyLecture, ROLES } from "./types";

/** Who keeps the log of publicity work. */
const LOGS = ["school_admin", "leader", "counsellor"];

/** Lectures and parent meetings (N1-N3): the list, one of them as a reader or as staff, or the form, by the address. */
export default function Lectures() {
  const [org, lecture, what] = useRoute().params.at?.split("/") ?? [];
  if (lecture === "new") return <Page title={words.add} back><NewLecture orgId={Number(org)} /></Page>;
  if (lecture === "training") return <Training key={what} orgId={Number(org)} classId={what} />;
  if (lecture) {
    const path = { org_id: Number(org), lecture_id: lecture };
    if (what === "edit") return <Page title={words.edit} back><EditLecture path={path} /></Page>;
    return what ? <LectureView key={lecture} path={path} /> : <MyLectureView key={lecture} path={path} />;
  }
  // A calendar's link names the registration alone.
  return org ? <ByRegistration registrationId={org} /> : <List />;
}

function ByRegistration({ registrationId }: { registrationId: string }) {
  const pages = usePages("/api/v1/me/lectures", {});
  const found = pages.items.find((lecture) => lecture.registration?.registrationId === registrationId);
  if (found) return <MyLectureView path={{ org_id: found.orgId, lecture_id: found.lectureId }} />;
  return <List />;
}

type Side = "mine" | "made";

function List() {
  const t = useText();
  const home = useHome();
  const runs = orgsWith(home.data, ...ROLES).some((org) => org.kind === "school");
  const comes = home.data?.orgs.some((org) => org.roles.includes("guardian") || org.roles.includes("student")) ?? true;
  const [chosen, setSide] = useState<Side>();
  const side = chosen ?? (runs && !comes ? "made" : "mine");
  return (
    <Page title={words.title} back>
      {runs && <Choices<Side> label={words.show} value={[side]} onValue={([value]) => setSide(value)} options={[["mine", t(words.forMe)], ["made", t(words.made)]]} />}
      {side === "mine" ? <Mine /> : <OrgChoice roles={ROLES} kind={["school"]}>{(org) => <Made key={org.orgId} org={org} />}</OrgChoice>}
    </Page>
  );
}

function Mine() {
  const t = useText();
  const pages = usePages("/api/v1/me/lectures", {}, { store: true });
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          <Own />
          {pages.items.length ? (
            <Cells>
              {pages.items.map((lecture) => (
                <Cell key={lecture.lectureId} href={`/lectures/${lecture.orgId}/${lecture.lectureId}`} subtitle={[t(words.kinds[lecture.kind]), `${day(lecture.startsAt)} ${clock(lecture.startsAt)}`, lecture.place, ...lecture.children].filter(Boolean).join(" · ")} trailing={<MyTag lecture={lecture} />}>
                  {lecture.title}
                </Cell>
              ))}
            </Cells>
          ) : (
            <Empty words={words.none} />
          )}
          <LoadMore pages={pages} words={words.later} />
          <Cells><Cell href="/library">{t(words.past)}</Cell><Cell href="/parents">{t(words.parents)}</Cell></Cells>
        </>
      )}
    </Loaded>
  );
}

function MyTag({ lecture }: { lecture: MyLecture }) {
  const t = useText();
  if (lecture.state === "cancelled") return <Tag tone="still">{t(words.states.cancelled)}</Tag>;
  if (lecture.registration) return <Tag tone={lecture.registration.state === "waiting" ? "soon" : "calm"}>{t(words[lecture.registration.state])}</Tag>;
  return lecture.open ? <Tag tone="soon">{t(words.register)}</Tag> : null;
}

function Made({ org }: { org: Org }) {
  const t = useText();
  const pages = usePages("/api/v1/orgs/{org_id}/lectures", { path: { org_id: org.orgId } });
  return (
    <Loaded of={pages.first}>
      {() => (
        <>
          <a class="button main" href={`/lectures/${org.orgId}/new`}>{t(words.add)}</a>
          <Cells>
            <Cell href={`/lectures/${org.orgId}/training`}>{t(words.training)}</Cell>
            <Cell href={`/library/${org.orgId}`}>{t(words.library)}</Cell>
            <Cell href="/parents">{t(words.parents)}</Cell>
            {org.roles.some((role) => LOGS.includes(role)) && <Cell href="/publicity">{t(words.publicity)}</Cell>}
          </Cells>
          {pages.items.length ? (
            <Cells>
              {pages.items.map((lecture) => (
                <Cell key={lecture.lectureId} href={`/lectures/${org.orgId}/${lecture.lectureId}/run`} subtitle={[t(words.kinds[lecture.kind]), `${day(lecture.startsAt, org.timeZone)} ${clock(lecture.startsAt, org.timeZone)}`, lecture.registers && t(words.counts(lecture.registered, lecture.seats, lecture.waiting))].filter(Boolean).join(" · ")} trailing={<Tag tone={lecture.state === "published" ? "calm" : "still"}>{t(words.states[lecture.state])}</Tag>}>
                  {t([lecture.titleZh, lecture.titleEn ?? lecture.titleZh])}
                </Cell>
              ))}
            </Cells>
          ) : (
            <Empty words={words.noneMade} />
          )}
          <LoadMore pages={pages} words={words.older} />
        </>
      )}
    </Loaded>
  );
}
