import { useState } from "preact/hooks";
import { useHome, zonesOf } from "../../api/home";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { day } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Facts, Tag } from "../../ui/cells";
import { Headline } from "../../ui/headline";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { toast } from "../../ui/toast";
import { undoable } from "../../ui/undo";
import { words as line } from "../../words/lecture-line";
import { words } from "../../words/lectures";
import { CheckIn } from "./attendance";
import { Children } from "./children";
import { occasionName } from "./occasion";
import type { LecturePath, MyLecture } from "./types";

/** A lecture as one reads it whom it is for: when and where, and a seat to ask for or to give back (N1, N2). */
export function MyLectureView({ path }: { path: LecturePath }) {
  const t = useText();
  const lecture = useRead("/api/v1/orgs/{org_id}/me/lectures/{lecture_id}", { path });
  const zone = zonesOf(useHome().data).get(path.org_id);
  return (
    <Page title={words.title} back>
      <Loaded of={lecture}>
        {(data) => (
          <>
            <article class="card stack">
              <h2>{data.title}</h2>
              <p class="quiet small"><Tag>{t(words.kinds[data.kind])}</Tag> {occasionName(t, data) && <Tag tone="still">{occasionName(t, data)}</Tag>}</p>
              {data.about && <p class="text">{data.about}</p>}
            </article>
            <Headline startsAt={data.startsAt} endsAt={data.endsAt} zone={zone} lines={[data.place, data.speaker && `${t(words.speaker)} · ${data.speaker}`]} />
            <Facts
              of={[
                [t(words.link), data.link && <a href={data.link} rel="noreferrer">{t(words.join)}</a>],
                [t(words.for), data.children.length ? <Children of={data} /> : null],
                [t(words.free), data.registers && data.free !== null ? String(data.free) : null],
              ]}
            />
            <CheckIn lecture={data} path={path} />
            <Seat lecture={data} path={path} zone={zone} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Seat({ lecture, path, zone }: { lecture: MyLecture; path: LecturePath; zone: string | undefined }) {
  const t = useText();
  const mutation = useMutation();
  const [givenBack, setGivenBack] = useState(false);
  if (lecture.state === "cancelled") return <p class="note">{t(words.over)}</p>;
  if (lecture.state === "published" && Date.parse(lecture.endsAt) <= Date.now()) return <a class="button main wide" href={`/library/${path.org_id}/${path.lecture_id}/mine`}>{t(words.after)}</a>;
  if (lecture.came) return null;
  if (!lecture.registers) return <p class="note">{t(words.justCome)}</p>;
  const own = lecture.registration;
  const giveBack = () => {
    setGivenBack(true);
    undoable(own?.state === "waiting" ? line.left : words.gaveBack, () => write("post", "/api/v1/orgs/{org_id}/me/lectures/{lecture_id}/withdraw", { path }), () => setGivenBack(false));
  };
  if (own) return !givenBack && (
    <>
      <p class="note">{t(own.state === "waiting" ? words.ahead(own.ahead) : words.have)}</p>
      <Button wide kind="plain" onClick={giveBack}>{t(own.state === "waiting" ? line.leave : words.giveBack)}</Button>
    </>
  );
  if (!lecture.open) return <p class="note">{t(words.closed)}</p>;
  const register = () => {
    setGivenBack(false);
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/me/lectures/{lecture_id}/register", { path }, key),
      (data) => toast(data?.registration?.state === "waiting" ? words.inLine : words.thanks),
    );
  };
  return (
    <>
      {lecture.registerBy && <p class="quiet small">{t(words.openUntil(day(lecture.registerBy, zone)))}</p>}
      <ProblemNote problem={mutation.problem} />
      <Button wide kind="main" busy={mutation.busy} onClick={register}>{t(lecture.free === 0 ? words.queue : words.register)}</Button>
    </>
  );
}
