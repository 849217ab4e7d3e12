import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { type Org, orgsWith, useHome } from "../../api/home";
import { usePages } from "../../api/pages";
import { type Say, useText, type Words } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Hours, Leaf } from "../../ui/day-cell";
import { Choices } from "../../ui/fields";
import { useFetched } from "../../ui/fetched";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words as line } from "../../words/lecture-line";
import { words } from "../../words/lectures";
import { Children } from "./children";
import { MyLectureView } from "./mine";
import { occasionName } from "./occasion";
import { Own } from "./own";
import { LectureView } from "./run";
import { Themes } from "./themes";
import { type Lecture, type LecturePath, type MyLecture, ROLES } from "./types";

/** Who keeps the log of publicity work. */
const LOGS = ["school_admin", "leader", "counsellor"];

/** Lectures and parent meetings (N1-N3): the list, one of them as a reader or as staff, or the form, by the address. */
export default function Lectures() {
  const [org, lecture, what] = useRoute().params.at?.split("/") ?? [];
  if (lecture === "new") return <Form title={words.add}>{({ NewLecture }) => <NewLecture orgId={Number(org)} />}</Form>;
  if (lecture === "training") return <Trained key={what} orgId={Number(org)} {...(what && { classId: what })} />;
  if (lecture) {
    const path = { org_id: Number(org), lecture_id: lecture };
    if (what === "paper") return <OnPaper path={path} />;
    if (what === "edit") return <Form title={words.edit}>{({ EditLecture }) => <EditLecture path={path} />}</Form>;
    return what ? <LectureView key={lecture} path={path} /> : <MyLectureView key={lecture} path={path} />;
  }
  // A calendar's link names the registration alone.
  return org ? <ByRegistration registrationId={org} /> : <List />;
}

/** The form of a lecture: few write one, and its code is fetched with it. */
function Form({ title, children }: { title: Words; children: (part: typeof import("./edit")) => ComponentChildren }) {
  const part = useFetched(() => import("./edit"));
  return <Page title={title} back><Loaded of={part}>{children}</Loaded></Page>;
}

function OnPaper({ path }: { path: LecturePath }) {
  const part = useFetched(() => import("./paper"));
  return <Page title={words.paper} back><Loaded of={part}>{({ Paper }) => <Paper path={path} />}</Loaded></Page>;
}

/** Who was trained this year: few open it, and its table is fetched with it. */
function Trained(props: { orgId: number; classId?: string }) {
  const part = useFetched(() => import("./training"));
  if (part.data) return <part.data.Training {...props} />;
  return <Page title={words.training} back wide><Loaded of={part}>{() => null}</Loaded></Page>;
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
    <Page title={words.title} back wide>
      {runs && <Choices<Side> label={words.show} value={[side]} onValue={([value]) => setSide(value)} options={[["mine", t(words.forMe)], ["made", t(words.made)]]} />}
      <Themes />
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
                <Cell key={lecture.lectureId} href={`/lectures/${lecture.orgId}/${lecture.lectureId}`} leading={<Leaf {...lecture} />} subtitle={<><Hours {...lecture} /> · {[t(words.kinds[lecture.kind]), occasionName(t, lecture), lecture.place].filter(Boolean).join(" · ")}<Children of={lecture} /></>} trailing={<MyTag lecture={lecture} />}>
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
  return lecture.open ? <Tag tone="soon">{t(lecture.free === 0 ? line.full : words.register)}</Tag> : null;
}

function Made({ org }: { org: Org }) {
  const t = useText();
  const wide = useWide();
  const path = (lecture: Lecture) => `/lectures/${org.orgId}/${lecture.lectureId}/run`;
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
          {!pages.items.length && <Empty words={words.noneMade} />}
          {wide && pages.items.length > 0 && <Table label={words.made} rows={pages.items} pages={pages} columns={columns(t, org)} keyOf={(lecture) => lecture.lectureId} href={path} file={t(words.title)} />}
          {!wide && (
            <Cells>
              {pages.items.map((lecture) => (
                <Cell key={lecture.lectureId} href={path(lecture)} leading={<Leaf {...lecture} zone={org.timeZone} />} subtitle={<><Hours {...lecture} zone={org.timeZone} /> · {[t(words.kinds[lecture.kind]), occasionName(t, lecture), lecture.registers && t(words.counts(lecture.registered, lecture.seats, lecture.waiting))].filter(Boolean).join(" · ")}</>} trailing={<Tag tone={lecture.state === "published" ? "calm" : "still"}>{t(words.states[lecture.state])}</Tag>}>
                  {t([lecture.titleZh, lecture.titleEn ?? lecture.titleZh])}
                </Cell>
              ))}
            </Cells>
          )}
          <LoadMore pages={pages} words={words.older} />
        </>
      )}
    </Loaded>
  );
}

function columns(t: Say, org: Org): Column<Lecture>[] {
  return [
    { name: words.name, of: (one) => t([one.titleZh, one.titleEn ?? one.titleZh]) },
    { name: words.kind, of: (one) => t(words.kinds[one.kind]) },
    { name: words.theme, of: (one) => occasionName(t, one) },
    { name: words.when, of: (one) => one.startsAt, show: (one) => `${day(one.startsAt, org.timeZone)} ${clock(one.startsAt, org.timeZone)}` },
    { name: words.registered, of: (one) => one.registered },
    { name: words.status, of: (one) => t(words.states[one.state]), show: (one) => <Tag tone={one.state === "published" ? "calm" : "still"}>{t(words.states[one.state])}</Tag> },
  ];
}
