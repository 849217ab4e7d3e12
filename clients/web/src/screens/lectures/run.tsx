import { useHome, zonesOf } from "../../api/home";
import { usePages } from "../../api/pages";
import { useRead } from "../../api/read";
import { write } from "../../api/write";
import { useText } from "../../text";
import { day, span } from "../../text/time";
import { Cell, Cells, Facts, Tag } from "../../ui/cells";
import { ConfirmButton } from "../../ui/confirm-button";
import { useFetched } from "../../ui/fetched";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/lectures";
import { Attendance } from "./attendance";
import { occasionName } from "./occasion";
import type { Lecture, LecturePath } from "./types";

/** A lecture as its staff see it: publish, change, cancel, and who comes. */
export function LectureView({ path }: { path: LecturePath }) {
  const t = useText();
  const lecture = useRead("/api/v1/orgs/{org_id}/lectures/{lecture_id}", { path });
  const zone = zonesOf(useHome().data).get(path.org_id);
  return (
    <Page title={words.title} back wide>
      <Loaded of={lecture}>
        {(data) => (
          <>
            <article class="card stack">
              <h2>{t([data.titleZh, data.titleEn ?? data.titleZh])}</h2>
              <p class="quiet small"><Tag tone={data.state === "published" ? "calm" : "still"}>{t(words.states[data.state])}</Tag> {t(words.kinds[data.kind])} · {data.authorName}</p>
              {(data.aboutZh || data.aboutEn) && <p class="text">{t([data.aboutZh, data.aboutEn || data.aboutZh])}</p>}
            </article>
            <Facts
              of={[
                [t(words.when), span(data.startsAt, data.endsAt, zone)],
                [t(words.theme), occasionName(t, data)],
                [t(words.place), data.place],
                [t(words.link), data.link],
                [t(words.speaker), data.speaker],
                [t(words.whom), data.audience.parts.map((part) => t(words.part[part])).join("、")],
                [t(words.registerBy), data.registerBy && day(data.registerBy, zone)],
              ]}
            />
            <Doing lecture={data} path={path} />
            {data.state !== "cancelled" && <a class="button" href={`/library/${path.org_id}/${path.lecture_id}`}>{t(words.after)}</a>}
            {data.registers && data.state !== "draft" && <People lecture={data} path={path} />}
            {data.state === "published" && Date.parse(data.startsAt) - Date.now() < 3_600_000 && <Attendance lecture={data} path={path} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Doing({ lecture, path }: { lecture: Lecture; path: LecturePath }) {
  const t = useText();
  const begun = lecture.state === "published" && Date.parse(lecture.startsAt) <= Date.now();
  if (lecture.state === "cancelled" || begun) return null;
  const doing = { path, version: lecture.version };
  return (
    <>
      {lecture.state === "draft" && <Draft lecture={lecture} path={path} />}
      <a class="button" href={`/lectures/${path.org_id}/${path.lecture_id}/edit`}>{t(words.edit)}</a>
      <ConfirmButton action={words.cancel} consequence={words.cancelSure} send={(key) => write("post", "/api/v1/orgs/{org_id}/lectures/{lecture_id}/cancel", doing, key)} onDone={() => toast(words.cancelled)} />
    </>
  );
}

/** Before it is published; its code is fetched then. */
function Draft(props: { lecture: Lecture; path: LecturePath }) {
  return <Loaded of={useFetched(() => import("./publish"))}>{({ Publish }) => <Publish {...props} />}</Loaded>;
}

function People({ lecture, path }: { lecture: Lecture; path: LecturePath }) {
  const t = useText();
  const pages = usePages("/api/v1/orgs/{org_id}/lectures/{lecture_id}/registrations", { path });
  return (
    <Section title={words.people}>
      <p class="quiet small">{t(words.counts(lecture.registered, lecture.seats, lecture.waiting))}</p>
      <Loaded of={pages.first}>
        {() => (
          <>
            {pages.items.length ? (
              <Cells>
                {pages.items.map((one) => (
                  <Cell key={one.registrationId} subtitle={[t(words.part[one.part]), ...one.students].join(" · ")} trailing={one.state === "waiting" && <Tag tone="soon">{t(words.waiting)}</Tag>}>{one.name}</Cell>
                ))}
              </Cells>
            ) : (
              <Empty words={words.nobody} />
            )}
            <LoadMore pages={pages} words={words.later} />
          </>
        )}
      </Loaded>
    </Section>
  );
}
