import { useState } from "preact/hooks";
import { useRead } from "../../api/read";
import { useDeed, write } from "../../api/write";
import { useText } from "../../text";
import { clock, instant, isoDay } from "../../text/time";
import { Button, Form } from "../../ui/buttons";
import { Choices, Input } from "../../ui/fields";
import { Sheet } from "../../ui/sheet";
import { Empty, Shown } from "../../ui/shown";
import { Span } from "../../ui/span";
import { tell } from "../../ui/toast";
import { words } from "../../words/visits";
import type { At, Visit } from "./visit";

const lengthOf = (visit: Visit) => Math.round((Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 60_000);

/** A guardian asks for another time, among those at which the team is free. */
export function AskMove({ visit, at }: { visit: Visit; at: At }) {
  const t = useText();
  const deed = useDeed();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const times = useRead(open ? "/api/v1/orgs/{org_id}/visits/{visit_id}/times" : null, { path: at });
  const send = () =>
    !chosen
      ? tell(words.pickFirst)
      : void deed.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/ask-move", { path: at, body: { startsAt: chosen }, version: visit.version }, key), () => {
      tell(words.asked);
      setOpen(false);
    });
  return (
    <>
      <Button wide onClick={() => setOpen(true)}>{t(words.askMove)}</Button>
      {open && (
        <Sheet title={words.askMove} onClose={() => setOpen(false)}>
          <p class="quiet small">{t(words.askMoveLead)}</p>
          <Shown of={times}>
            {(data) =>
              data.times.length ? (
                <Form deed={deed} send={() => send()} button={words.askMove}>
                  <Choices label={words.when} value={chosen ? [chosen] : []} onValue={([one]) => setChosen(one)} options={data.times.slice(0, 24).map((one) => [one.startsAt, <Span from={one.startsAt} to={one.endsAt} zone={data.timeZone} />])} />
                  <a class="button plain" href="/visits/offer">{t(words.noneSuits)}</a>
                </Form>
              ) : (
                <Empty words={words.noTimes}><a class="button" href="/visits/offer">{t(words.offer)}</a></Empty>
              )
            }
          </Shown>
        </Sheet>
      )}
    </>
  );
}

/** The class teacher proposes another time, or takes the one that the family wished for. */
export function Propose({ visit, at }: { visit: Visit; at: At }) {
  const t = useText();
  const deed = useDeed();
  const [open, setOpen] = useState(false);
  const [day, setDay] = useState(isoDay(visit.wishedAt ?? visit.startsAt, visit.timeZone));
  const [time, setTime] = useState(clock(visit.wishedAt ?? visit.startsAt, visit.timeZone));
  const [minutes, setMinutes] = useState(String(lengthOf(visit)));
  const move = (startsAt: string) =>
    void deed.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/move", { path: at, body: { startsAt, minutes: Number(minutes) }, version: visit.version }, key), () => {
      tell(words.proposedAgain);
      setOpen(false);
    });
  return (
    <>
      {visit.wishedAt && <Form deed={deed} send={() => move(visit.wishedAt ?? "")} button={words.accept} />}
      <Button wide onClick={() => setOpen(true)}>{t(words.propose)}</Button>
      {open && (
        <Sheet title={words.propose} onClose={() => setOpen(false)}>
          <Form deed={deed} send={() => move(instant(day, time, visit.timeZone))} button={words.propose}>
            <div class="buttons">
              <Input label={words.day} type="date" required min={isoDay(new Date(), visit.timeZone)} value={day} onValue={setDay} />
              <Input label={words.time} type="time" required value={time} onValue={setTime} />
            </div>
            <Choices label={words.minutes} value={[minutes]} onValue={([one]) => one && setMinutes(one)} options={["30", "40", "60", "90"].map((one) => [one, t(words.minutesOf(Number(one)))])} />
          </Form>
        </Sheet>
      )}
    </>
  );
}
