import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";
import { useRef, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { isAnswer } from "../../api/lost";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { instant } from "../../text/instant";
import { clock, isoDay } from "../../text/time";
import { Appointments } from "../../ui/appointments";
import { Check, Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Loaded } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { Span } from "../../ui/span";
import { toast } from "../../ui/toast";
import { words } from "../../words/class";
import { words as visits } from "../../words/visits";

type VisitForm = Shape<"VisitForm">;
type Mode = Shape<"VisitNew">["mode"];
const LENGTHS = ["30", "40", "60", "90"];
const OTHER = "other";

/** Proposes a home visit: a time that suits the family and the team, or any other; the team; a note to the family. */
export default function Propose() {
  const { params } = useRoute();
  const [minutes, setMinutes] = useState("40");
  const path = { org_id: Number(params.org), student_id: params.student ?? "" };
  const form = useRead("/api/v1/orgs/{org_id}/students/{student_id}/visit-form", { path, query: { minutes: Number(minutes) } });
  // Another length fetches other times; the form stays meanwhile.
  const lastForm = useRef<VisitForm | undefined>(undefined);
  lastForm.current = form.data ?? lastForm.current;
  return (
    <Page title={words.proposeTitle} back>
      <Loaded of={{ ...form, data: form.data ?? lastForm.current }}>{(data) => <Edit form={data} path={path} minutes={minutes} onMinutes={setMinutes} />}</Loaded>
    </Page>
  );
}

function Edit({ form: newest, path, minutes, onMinutes }: { form: VisitForm; path: { org_id: number; student_id: string }; minutes: string; onMinutes: (minutes: string) => void }) {
  const t = useText();
  const mutation = useMutation();
  // While no answer is known the times stay: what was sent has perhaps taken one, and is to be sent again as it was.
  const stays = useRef(newest);
  if (!mutation.busy && (!mutation.problem || isAnswer(mutation.problem))) stays.current = newest;
  const form = stays.current;
  const [mode, setMode] = useState<Mode>("onsite");
  const [chosen, setChosen] = useState<string>();
  const [day, setDay] = useState("");
  const [time, setTime] = useState("19:00");
  const [team, setTeam] = useState(form.team.filter((member) => member.mine).map((member) => member.accountId));
  const [typedPlace, setPlace] = useState<string>();
  const [together, setTogether] = useState(false);
  const siblings = [...form.siblings, ...(form.siblingElsewhere ? [t(words.elsewhere)] : [])];
  const message = useSealedDraft(`visit ${path.student_id}`, "");
  const byVideo = new Set(form.availability.filter((entry) => entry.placeKind === "video").map((entry) => entry.availabilityId));
  const times = form.times.filter((candidate) => byVideo.has(candidate.availabilityId) === (mode === "video")).slice(0, 18);
  const startsAtChoice = chosen === OTHER || times.some((candidate) => candidate.startsAt === chosen) ? chosen! : (times[0]?.startsAt ?? OTHER);
  // Where a time is given for another place, that is meant, unless something else is typed.
  const given = times.find((candidate) => candidate.startsAt === startsAtChoice)?.availabilityId;
  const place = typedPlace ?? form.availability.find((entry) => entry.availabilityId === given)?.place ?? "";
  const send = () => {
    const startsAt = startsAtChoice === OTHER ? instant(day, time, form.timeZone) : startsAtChoice;
    const body = { studentId: path.student_id, startsAt, minutes: Number(minutes), mode, team, place: mode === "onsite" && place.trim() ? place.trim() : null, message: message.value.trim() || null, withSiblings: together && siblings.length > 0 };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits", { path: { org_id: path.org_id }, body }, key), (visit) => {
      message.forget();
      toast(words.sent);
      if (visit) goTo(`/visits/${path.org_id}/${visit.visitId}`, true);
    });
  };
  return (
    <>
      <p class="quiet">{form.student.name} · {form.student.className}{form.student.needsOnsite && ` · ${t(words.needsOnsite)}`}</p>
      <Appointments studentId={path.student_id} />
      {!form.availability.length && <p class="note soon">{t(words.noAvailability)}</p>}
      <div class="held"><Form mutation={mutation} send={send} button={words.send}>
        <Choices<Mode> label={words.mode} value={[mode]} onValue={([value]) => { setMode(value ?? "onsite"); setChosen(undefined); }} options={(["onsite", "video"] as const).map((option) => [option, t(visits.modes[option])])} />
        {mode === "video" && form.student.needsOnsite && <p class="note soon">{t(words.onsiteOnly)}</p>}
        <Choices label={words.minutes} value={[minutes]} onValue={([value]) => value && onMinutes(value)} options={LENGTHS.map((option) => [option, t(words.minutesOf(Number(option)))])} />
        {!times.length && form.availability.length > 0 && <p class="note soon">{t(words.noneSuits)}</p>}
        {times.length > 0 && <Choices label={words.suits} value={[startsAtChoice]} onValue={([value]) => setChosen(value)} options={[...times.map((candidate): [string, ComponentChildren] => [candidate.startsAt, <Span from={candidate.startsAt} to={candidate.endsAt} zone={form.timeZone} />]), [OTHER, t(words.otherTime)]]} error={startsAtChoice === OTHER ? undefined : fieldError(mutation.problem, "startsAt")} />}
        {startsAtChoice === OTHER && (
          <div class="buttons">
            <Input label={words.day} type="date" required min={isoDay(new Date(), form.timeZone)} value={day} onValue={setDay} error={fieldError(mutation.problem, "startsAt")} />
            <Input label={words.time} type="time" required value={time || clock(new Date(), form.timeZone)} onValue={setTime} />
          </div>
        )}
        <Choices label={words.team} multiple value={team} onValue={(all) => all.length && setTeam(all)} options={form.team.map((member) => [member.accountId, <>{member.name}<br /><small>{t(words.part[member.part])}</small></>])} error={mutation.problem?.slug === "time-taken" ? t(visits.teamTaken) : fieldError(mutation.problem, "team")} />
        {siblings.length > 0 && <Check label={words.together(siblings)} hint={words.togetherHint(form.student.name)} value={together} onValue={setTogether} error={fieldError(mutation.problem, "withSiblings")} />}
        {mode === "onsite" && <Input label={words.place} maxLength={60} value={place} onValue={setPlace} error={fieldError(mutation.problem, "place")} />}
        <SealedText draft={message} label={words.message} maxLength={300} error={fieldError(mutation.problem, "message")} />
      </Form></div>
    </>
  );
}
