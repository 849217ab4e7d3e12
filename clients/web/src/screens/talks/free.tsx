import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { clock, day, fullDay, isoDay, shortDay, weekdayOf } from "../../text/time";
import { Choices } from "../../ui/fields";
import { Empty, Loaded } from "../../ui/loaded";
import { words } from "../../words/talks";

type Slots = Shape<"Slots">;
type Slot = Slots["slots"][number];
export type Mode = Slot["modes"][number];

/** A free slot and the mode. */
export interface ChosenTime {
  counsellorId: string;
  startsAt: string;
  mode: Mode;
}

const DAY = 86_400_000;
const WEEKS = 3;

/**
 * Free slots of the next three weeks: first the mode, then the day, then the time.
 * `family`: the student, where family books: no time is shown at which one of them has something else.
 * `children`: the form that the choice stands in. Where nothing is free there is no form, only what to do instead.
 */
export function FreeTimes({ orgId, family, value, onValue, children }: { orgId: number; family?: string | undefined; value: ChosenTime | undefined; onValue: (value: ChosenTime | undefined) => void; children: (picker: ComponentChildren) => ComponentChildren }) {
  // Whole days, so that each drawing of the screen makes the same request.
  const today = Math.floor(Date.now() / DAY) * DAY;
  const query = { from: new Date(today - DAY).toISOString(), to: new Date(today + WEEKS * 7 * DAY).toISOString(), ...(family && { studentId: family }) };
  const read = useRead("/api/v1/orgs/{org_id}/slots", { path: { org_id: orgId }, query });
  return (
    <Loaded of={read}>
      {(data) => {
        const picker = <TimePicker data={data} value={value} onValue={onValue} />;
        return data.slots.length > 0 ? children(picker) : picker;
      }}
    </Loaded>
  );
}

function TimePicker({ data, value, onValue }: { data: Slots; value: ChosenTime | undefined; onValue: (value: ChosenTime | undefined) => void }) {
  const t = useText();
  const modes = (["in_person", "phone", "video", "text"] as const).filter((mode) => data.slots.some((slot) => slot.modes.includes(mode)));
  const [chosenMode, setMode] = useState<Mode>();
  const mode = chosenMode ?? modes[0];
  const slots = data.slots.filter((slot) => mode && slot.modes.includes(mode));
  const days = [...new Set(slots.map((slot) => isoDay(slot.startsAt, data.timeZone)))];
  const [chosenDay, setDay] = useState<string>();
  const onDay = chosenDay && days.includes(chosenDay) ? chosenDay : days[0];
  const times = slots.filter((slot) => isoDay(slot.startsAt, data.timeZone) === onDay);
  if (!mode || !onDay) return <Empty words={words.noneAtAll}><p><a href="/help">12356</a></p></Empty>;
  const names = new Map(data.counsellors.map((counsellor) => [counsellor.counsellorId, counsellor.name]));
  const keyOf = (slot: Slot) => `${slot.counsellorId} ${slot.startsAt}`;
  const choose = (key: string | undefined) => {
    const slot = times.find((slot) => keyOf(slot) === key);
    onValue(slot && { counsellorId: slot.counsellorId, startsAt: slot.startsAt, mode });
  };
  return (
    <>
      {modes.length > 1 && <Choices<Mode> label={words.how} value={[mode]} onValue={([value]) => { setMode(value); onValue(undefined); }} options={modes.map((option) => [option, t(words.modes[option])])} />}
      <Choices label={words.when} value={[onDay]} onValue={([value]) => { setDay(value); onValue(undefined); }} options={days.map((option) => [option, dayName(slots, option, data.timeZone)])} />
      <Choices
        label={words.time}
        value={value ? [`${value.counsellorId} ${value.startsAt}`] : []}
        onValue={([key]) => choose(key)}
        options={times.map((slot) => [keyOf(slot), <>{clock(slot.startsAt, data.timeZone)}<br />{names.get(slot.counsellorId)}</>])}
      />
    </>
  );
}

/** 12月1日 周二, on two lines; today and tomorrow by name. */
function dayName(slots: Slot[], on: string, zone: string) {
  const first = slots.find((slot) => isoDay(slot.startsAt, zone) === on);
  const near = first && day(first.startsAt, zone);
  return first && near === fullDay(first.startsAt, zone) ? <>{shortDay(first.startsAt, zone)}<br />{weekdayOf(first.startsAt, zone)}</> : near;
}
