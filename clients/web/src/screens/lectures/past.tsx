import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useHome, zonesOf } from "../../api/home";
import { usePages } from "../../api/pages";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { day, span } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Choices } from "../../ui/fields";
import { Form } from "../../ui/form";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded, ProblemNote } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/library";
import type { LecturePath } from "./types";

type Past = Shape<"PastLecture">;
type Answers = Shape<"LectureFeedbackNew">;
type Question = keyof Answers;
type Answer = Answers[Question];
const QUESTIONS = Object.keys(words.questions) as Question[];
const ANSWERS = Object.keys(words.answers) as Answer[];

/** Lectures that are over, to be read again (N8): the latest first. */
export function PastLectures() {
  const t = useText();
  const zones = zonesOf(useHome().data);
  const pages = usePages("/api/v1/me/lectures/past", {}, { store: true });
  const place = (one: Past) => one.series && one.number && t(words.nth(one.series, one.number));
  return (
    <Page title={words.title} back>
      <Loaded of={pages.first}>
        {() =>
          pages.items.length ? (
            <Cells>
              {pages.items.map((one) => (
                <Cell key={one.lectureId} href={`/library/${one.orgId}/${one.lectureId}/mine`} subtitle={[place(one), t(words.kinds[one.kind]), day(one.startsAt, zones.get(one.orgId)), one.speaker].filter(Boolean).join(" · ")} trailing={<PastTag of={one} />}>{one.title}</Cell>
              ))}
            </Cells>
          ) : (
            <Empty words={words.none} />
          )
        }
      </Loaded>
      <LoadMore pages={pages} words={words.older} />
    </Page>
  );
}

function PastTag({ of }: { of: Past }) {
  const t = useText();
  if (of.asked) return <Tag tone="soon">{t(words.askedTag)}</Tag>;
  if (of.opened) return <Tag tone="still">{t(words.opened)}</Tag>;
  return of.recorded ? <Tag>{t(words.recorded)}</Tag> : null;
}

/** A lecture of the reader's: its series, its recording, and three questions once it is over. */
export function AfterLecture({ path }: { path: LecturePath }) {
  const t = useText();
  const zone = zonesOf(useHome().data).get(path.org_id);
  const past = useRead("/api/v1/orgs/{org_id}/me/lectures/{lecture_id}/library", { path });
  return (
    <Page title={words.after} back>
      <Loaded of={past}>
        {(of) => (
          <>
            <article class="card stack">
              <h2>{of.title}</h2>
              <p class="quiet small">{[of.series && of.number && t(words.nth(of.series, of.number)), t(words.kinds[of.kind]), span(of.startsAt, of.endsAt, zone), of.speaker].filter(Boolean).join(" · ")}</p>
            </article>
            {of.recorded ? <Watch path={path} /> : <p class="note">{t(words.notRecorded)}</p>}
            {of.answered && <p class="note">{t(words.answered)}</p>}
            {of.asked && <Feedback path={path} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Watch({ path }: { path: LecturePath }) {
  const t = useText();
  const mutation = useMutation();
  const open = () =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/me/lectures/{lecture_id}/recording", { path }, key),
      (found) => found && location.assign(found.link),
    );
  return (
    <>
      <ProblemNote problem={mutation.problem} />
      <Button wide kind="main" busy={mutation.busy} onClick={open}>{t(words.watch)}</Button>
      <p class="quiet small">{t(words.watchMore)}</p>
    </>
  );
}

function Feedback({ path }: { path: LecturePath }) {
  const t = useText();
  const mutation = useMutation();
  const [given, setGiven] = useState<Partial<Answers>>({});
  const { helpful, clear, again } = given;
  const send = () =>
    helpful && clear && again && void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/me/lectures/{lecture_id}/feedback", { path, body: { helpful, clear, again } }, key),
      () => toast(words.thanks),
    );
  return (
    <Section title={words.feedback}>
      <p class="quiet small">{t(words.feedbackMore)}</p>
      <Form mutation={mutation} send={send} button={words.send}>
        {QUESTIONS.map((question) => (
          <Choices<Answer> key={question} required label={words.questions[question]} value={given[question] ? [given[question]] : []} onValue={([answer]) => setGiven({ ...given, [question]: answer })} options={ANSWERS.map((answer) => [answer, t(words.answers[answer])])} />
        ))}
      </Form>
    </Section>
  );
}
