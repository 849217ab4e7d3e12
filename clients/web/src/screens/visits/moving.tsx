import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { type Mutation, useMutation, write } from "../../api/write";
import { same, useText, type Words } from "../../text";
import { instant } from "../../text/instant";
import { clock, day, fullDay, isoDay, weekdayOf } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Choices, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Empty, Loaded } from "../../ui/loaded";
import { Sheet } from "../../ui/sheet";
import { Span } from "../../ui/span";
import { toast } from "../../ui/toast";
import { words } from "../../words/visits";
import { isAsked, type Visit, type VisitPath } from "./status";

/** How many times stand first, as they are the easiest for the team; the others follow by date. */
const EASIEST = 4;

const lengthOf = (visit: Visit) => Math.round((Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 60_000);

/** A guardian asks for another time at which the team is free. */
export function AskToMove({ visit, path }: { visit: Visit; path: VisitPath }) {
  const t = useText();
  const mutation = useMutation();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const times = useRead(open ? "/api/v1/orgs/{org_id}/visits/{visit_id}/offers" : null, { path });
  const send = () =>
    !chosen
      ? toast(words.pickFirst)
      : void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/ask-move", { path, body: { startsAt: chosen }, version: visit.version }, key), () => {
      toast(words.asked);
      setOpen(false);
    });
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(words.askMove)}</Button>
      {open && (
        <Sheet title={words.askMove} onClose={() => setOpen(false)}>
          <p class="quiet small">{t(isAsked(visit) ? words.chooseLead : words.askMoveLead)}</p>
          <Loaded of={times}>
            {(data) =>
              data.times.length ? (
                <Form mutation={mutation} send={() => send()} button={words.askMove}>
                  <Times label={words.easiest} all={data.times.slice(0, EASIEST)} zone={data.timeZone} chosen={chosen} onChosen={setChosen} />
                  {data.times.length > EASIEST && <Days all={data.times.slice(EASIEST, 24)} zone={data.timeZone} chosen={chosen} onChosen={setChosen} />}
                  <a class="button plain" href="/visits/availability">{t(words.noneSuits)}</a>
                </Form>
              ) : (
                <Empty words={words.noTimes}><a class="button" href="/visits/availability">{t(words.giveTimes)}</a></Empty>
              )
            }
          </Loaded>
        </Sheet>
      )}
    </>
  );
}

interface TimesProps {
  all: Shape<"FreeTime">[];
  zone: string;
  chosen: string | undefined;
  onChosen: (startsAt: string | undefined) => void;
}

/** Times below their days. */
function Days({ all, zone, chosen, onChosen }: TimesProps) {
  const t = useText();
  const days = new Map<string, Shape<"FreeTime">[]>();
  for (const one of [...all].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))) {
    const on = isoDay(one.startsAt, zone);
    days.set(on, [...(days.get(on) ?? []), one]);
  }
  return (
    <>
      <p class="label">{t(words.otherTimes)}</p>
      {[...days].map(([on, times]) => (
        <Choices key={on} label={dayName(times[0]?.startsAt ?? on, zone)} value={chosen ? [chosen] : []} onValue={([value]) => onChosen(value)} options={times.map((one) => [one.startsAt, `${clock(one.startsAt, zone)}–${clock(one.endsAt, zone)}`])} />
      ))}
    </>
  );
}

/** 明天 周五, 12月5日 周六 */
function dayName(at: string, zone: string): Words {
  const named = day(at, zone);
  return same(named === fullDay(at, zone) ? named : `${named} ${weekdayOf(at, zone)}`);
}

/** Some of the times, by date. */
function Times({ label, all, zone, chosen, onChosen }: TimesProps & { label: Words }) {
  const byDate = [...all].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
  return <Choices label={label} value={chosen ? [chosen] : []} onValue={([value]) => onChosen(value)} options={byDate.map((one) => [one.startsAt, <Span from={one.startsAt} to={one.endsAt} zone={zone} />])} />;
}

const OTHER = "other";

/** The class teacher accepts the time that the family asked for, or proposes another. */
export function MoveVisit({ visit, path }: { visit: Visit; path: VisitPath }) {
  const t = useText();
  const mutation = useMutation();
  const [open, setOpen] = useState(false);
  const move = (startsAt: string, minutes: number) =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/move", { path, body: { startsAt, minutes }, version: visit.version }, key), (moved) => {
      toast(moved?.state === "confirmed" ? words.accepted : words.proposedAgain);
      setOpen(false);
    });
  return (
    <>
      {visit.wishedAt && Date.parse(visit.wishedAt) > Date.now() && <Form mutation={mutation} send={() => move(visit.wishedAt ?? "", lengthOf(visit))} button={words.accept} />}
      <Button wide onClick={() => setOpen(true)}>{t(words.propose)}</Button>
      {open && <Sheet title={words.propose} onClose={() => setOpen(false)}><MoveForm visit={visit} path={path} mutation={mutation} move={move} /></Sheet>}
    </>
  );
}

/** Times that suit the family and the team, or any other. */
function MoveForm({ visit, path, mutation, move }: { visit: Visit; path: VisitPath; mutation: Mutation; move: (startsAt: string, minutes: number) => void }) {
  const t = useText();
  const times = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/offers", { path });
  const [chosen, setChosen] = useState<string>();
  const [day, setDay] = useState("");
  const [time, setTime] = useState(clock(visit.startsAt, visit.timeZone));
  const [minutes, setMinutes] = useState(String(lengthOf(visit)));
  const lengths = [...new Set([minutes, "30", "40", "60", "90"])].sort((a, b) => Number(a) - Number(b));
  return (
    <Loaded of={times}>
      {(data) => {
        const free = data.times.slice(0, 18);
        const picked = chosen ?? free[0]?.startsAt ?? OTHER;
        const send = () => (picked === OTHER ? move(instant(day, time, visit.timeZone), Number(minutes)) : move(picked, lengthOf(visit)));
        return (
          <Form mutation={mutation} send={send} button={words.proposeSend}>
            {free.length > 0 && <Choices label={words.suits} value={[picked]} onValue={([value]) => setChosen(value)} options={[...free.map((candidate): [string, ComponentChildren] => [candidate.startsAt, <Span from={candidate.startsAt} to={candidate.endsAt} zone={data.timeZone} />]), [OTHER, t(words.otherTime)]]} />}
            {picked === OTHER && (
              <>
                <div class="buttons">
                  <Input label={words.day} type="date" required min={isoDay(new Date(), visit.timeZone)} value={day} onValue={setDay} error={fieldError(mutation.problem, "startsAt")} />
                  <Input label={words.time} type="time" required value={time} onValue={setTime} />
                </div>
                <Choices label={words.minutes} value={[minutes]} onValue={([value]) => value && setMinutes(value)} options={lengths.map((option) => [option, t(words.minutesOf(Number(option)))])} />
              </>
            )}
            {mutation.problem?.slug === "time-taken" && <p>{t(words.teamTaken)}</p>}
          </Form>
        );
      }}
    </Loaded>
  );
}
