import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { plainDay, weekday } from "../../text/time";
import { Choices } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goBack } from "../../ui/history";
import { Loaded, Loading } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { useStoredDraft } from "../../ui/stored-draft";
import { toast } from "../../ui/toast";
import { words } from "../../words/asked";
import { words as visits } from "../../words/visits";
import { spansOf, Week } from "./week";

type Answer = Shape<"CampaignAnswer">;
type Time = Shape<"AvailabilityNew">;
type Place = Time["placeKind"];
interface Tapped {
  chosen: string[];
  hours: string[];
  placeKind: Place;
}
interface AnswerPath {
  org_id: number;
  student_id: string;
}

const CALL = "call";
const OTHER = "other";

/** A family answers when a visit suits them: times that are suggested, others of the week, or a call (V9). A teacher writes down what they said. */
export function Asked({ path }: { path: AnswerPath }) {
  const answer = useRead("/api/v1/orgs/{org_id}/students/{student_id}/campaign-answer", { path });
  return (
    <Page title={words.title} back>
      <Loaded of={answer}>{(data) => <AnswerForm key={data.answeredAt} answer={data} path={path} />}</Loaded>
    </Page>
  );
}

function keyOf({ weekday, fromTime, toTime }: { weekday: number; fromTime: string; toTime: string }): string {
  return `${weekday} ${fromTime} ${toTime}`;
}

function AnswerForm({ answer, path }: { answer: Answer; path: AnswerPath }) {
  const t = useText();
  const mutation = useMutation();
  const weekly = answer.times.flatMap((time) => (time.weekday ? [keyOf({ ...time, weekday: time.weekday })] : []));
  const options = answer.suggestions.map(keyOf);
  const start: Tapped = {
    chosen: answer.answer === "call_me" ? [CALL] : weekly.filter((key) => options.includes(key)),
    hours: [],
    placeKind: answer.times[0]?.placeKind === "video" ? "video" : "home",
  };
  // What was tapped stays when the page is closed before it is sent. An answer given meanwhile begins another one.
  const { value: tapped, set: change, forget, ready } = useStoredDraft<Tapped>(`asked ${path.org_id} ${path.student_id} ${answer.answeredAt ?? ""}`, start);
  const { chosen, hours, placeKind } = tapped;
  const set = (part: Partial<Tapped>) => change((before) => ({ ...before, ...part }));
  const [guardian, setGuardian] = useState(answer.answeredBy && answer.guardians.some((one) => one.guardianId === answer.answeredBy) ? answer.answeredBy : answer.guardians[0]?.guardianId);
  // The last tap wins: a call, or times.
  const choose = (all: string[]) => set({ chosen: all[all.length - 1] === CALL ? [CALL] : all.filter((key) => key !== CALL) });
  if (!ready) return <Loading />;
  const send = () => {
    const times = chosen.includes(CALL) ? [] : timesOf(answer, chosen, chosen.includes(OTHER) ? hours : [], placeKind);
    if (!times.length && !chosen.includes(CALL)) return toast(words.chooseFirst);
    const body = { times, callMe: chosen.includes(CALL), guardianId: guardian };
    return void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/students/{student_id}/campaign-answer", { path, body }, key), () => {
      forget();
      toast(words.sent);
      goBack();
    });
  };
  return (
    <>
      <p>{t(words.about([answer.studentName, ...answer.siblings].join("、"), answer.visitMinutes))}</p>
      <p class="quiet small">{t(words.period(plainDay(answer.startsOn), plainDay(answer.endsOn)))}</p>
      {answer.answer && <p class="note">{t(answer.answer === "times" ? words.answered : words.willCall)}</p>}
      <Form mutation={mutation} send={() => void send()} button={words.send}>
        {answer.guardians.length > 1 && <Choices label={words.whose} value={guardian ? [guardian] : []} onValue={([value]) => setGuardian(value)} options={answer.guardians.map((one) => [one.guardianId, one.name])} error={fieldError(mutation.problem, "guardianId")} />}
        <Choices
          label={words.times}
          hint={answer.suggestions.some((one) => one.given) ? words.lastTime : undefined}
          multiple
          value={chosen}
          onValue={choose}
          options={[...answer.suggestions.map((one): [string, string] => [keyOf(one), `${weekday(one.weekday)} ${one.fromTime}–${one.toTime}`]), [OTHER, t(words.other)], [CALL, t(words.call)]]}
          error={fieldError(mutation.problem, "times")}
        />
        {chosen.includes(OTHER) && (
          <>
            <p class="label" id="tap-week">{t(visits.tapWeek)}</p>
            <Week chosen={hours} onChosen={(all) => set({ hours: all })} days={[1, 2, 3, 4, 5, 6, 7]} />
          </>
        )}
        {!chosen.includes(CALL) && <Choices<Place> label={visits.place} value={[placeKind]} onValue={([value]) => value && set({ placeKind: value })} options={(["home", "video"] as const).map((option) => [option, t(visits.places[option])])} />}
      </Form>
    </>
  );
}

/** What was chosen: suggested times, and hours that were tapped. */
function timesOf(answer: Answer, chosen: string[], hours: string[], placeKind: Place): Time[] {
  const suggested = answer.suggestions.filter((one) => chosen.includes(keyOf(one))).map(({ weekday, fromTime, toTime }) => ({ weekday, fromTime, toTime, placeKind }));
  const tapped = spansOf(hours).map((span) => ({ ...span, placeKind }));
  return [...suggested, ...tapped];
}
