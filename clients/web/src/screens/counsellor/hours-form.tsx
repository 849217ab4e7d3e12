import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { named, useText } from "../../text";
import { isoDay, weekday } from "../../text/time";
import { Choices, Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { toast } from "../../ui/toast";
import { words } from "../../words/counsellor";
import { addDays } from "./days";

type Hours = Shape<"Hours">;
type Place = Shape<"Provider">;
type Mode = Hours["modes"][number];

/** What every sheet on hours needs. `onDone` gets the bookings that are outside the hours now. */
export interface SheetProps {
  orgId: number;
  zone: string;
  counsellorId: string;
  onDone: (outside: Shape<"BookedTime">[]) => void;
}

const MODES = Object.keys(words.modes) as Mode[];
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

type HoursInput = Omit<Shape<"HoursEdit">, "slotMinutes" | "bufferMinutes" | "roomId" | "validUntil"> & { slotMinutes: string; bufferMinutes: string; roomId: string; validUntil: string };

function initialInput(hours: Hours | undefined, places: Place[], zone: string): HoursInput {
  return {
    providerId: hours?.providerId ?? places[0]?.providerId ?? "",
    roomId: hours ? (hours.roomId ?? "") : (places[0]?.rooms[0]?.roomId ?? ""),
    weekday: hours?.weekday ?? 1,
    fromTime: hours?.fromTime ?? "14:00",
    toTime: hours?.toTime.replace("24:00", "00:00") ?? "17:00", // a time input has no 24:00
    modes: hours?.modes ?? ["in_person"],
    slotMinutes: String(hours?.slotMinutes ?? 45),
    bufferMinutes: String(hours?.bufferMinutes ?? 15),
    validFrom: hours?.validFrom ?? isoDay(new Date(), zone),
    validUntil: hours?.validUntil ?? "",
  };
}

/** 周一 14:00–18:00 */
export function hoursName(hours: Hours): string {
  return `${weekday(hours.weekday, "long")} ${hours.fromTime}–${hours.toTime}`;
}

/** Adds weekly hours or changes them. */
export function HoursForm({ orgId, zone, counsellorId, hours, places, onDone }: SheetProps & { hours: Hours | undefined; places: Place[] }) {
  const t = useText();
  const mutation = useMutation();
  const [input, setInput] = useState(() => initialInput(hours, places, zone));
  const set = (change: Partial<HoursInput>) => setInput({ ...input, ...change });
  const rooms = places.find((place) => place.providerId === input.providerId)?.rooms ?? [];
  const errorOf = (name: string) => fieldError(mutation.problem, name);
  const send = () => {
    const body = { ...input, roomId: input.roomId || null, slotMinutes: Number(input.slotMinutes), bufferMinutes: Number(input.bufferMinutes), validUntil: input.validUntil || null };
    void mutation.run<Shape<"HoursChanged">>(
      (key) =>
        hours
          ? write("put", "/api/v1/orgs/{org_id}/hours/{hours_id}", { path: { org_id: orgId, hours_id: hours.hoursId }, body, version: hours.version }, key)
          : write("post", "/api/v1/orgs/{org_id}/hours", { path: { org_id: orgId }, body: { ...body, counsellorId } }, key),
      (changed) => {
        toast(words.saved);
        onDone(changed?.outside ?? []);
      },
    );
  };
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Select label={words.weekday} value={String(input.weekday)} onValue={(value) => set({ weekday: Number(value) })} options={WEEKDAYS.map((option) => [String(option), weekday(option, "long")])} />
      <div class="buttons">
        <Input label={words.from} type="time" required value={input.fromTime} onValue={(fromTime) => set({ fromTime })} error={errorOf("fromTime")} />
        <Input label={words.to} type="time" required value={input.toTime} onValue={(toTime) => set({ toTime })} error={errorOf("toTime")} />
      </div>
      <Select label={words.place} value={input.providerId} onValue={(providerId) => set({ providerId, roomId: "" })} options={places.map((place) => [place.providerId, t(named(place))])} error={errorOf("providerId")} />
      <Select label={words.room} value={input.roomId} onValue={(roomId) => set({ roomId })} options={[["", t(words.noRoom)], ...rooms.map((room): [string, string] => [room.roomId, room.name])]} error={errorOf("roomId")} />
      <Choices<Mode> label={words.mode} multiple value={input.modes} onValue={(modes) => set({ modes })} options={MODES.map((mode) => [mode, t(words.modes[mode])])} error={errorOf("modes")} />
      <div class="buttons">
        <Input label={words.slot} type="number" required min="10" max="240" value={input.slotMinutes} onValue={(slotMinutes) => set({ slotMinutes })} error={errorOf("slotMinutes")} />
        <Input label={words.buffer} type="number" required min="0" max="120" value={input.bufferMinutes} onValue={(bufferMinutes) => set({ bufferMinutes })} error={errorOf("bufferMinutes")} />
      </div>
      <Input label={words.validFrom} type="date" required value={input.validFrom} onValue={(validFrom) => set({ validFrom })} error={errorOf("validFrom")} />
      <Input label={words.validUntil} hint={words.untilHint} type="date" min={input.validFrom} value={input.validUntil} onValue={(validUntil) => set({ validUntil })} error={errorOf("validUntil")} />
    </Form>
  );
}

/** Ends hours after a last day; with yesterday they end at once. */
export function EndHours({ orgId, zone, hours, onDone }: SheetProps & { hours: Hours }) {
  const t = useText();
  const mutation = useMutation();
  const today = isoDay(new Date(), zone);
  const [lastDay, setLastDay] = useState(today);
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/hours/{hours_id}/end", { path: { org_id: orgId, hours_id: hours.hoursId }, body: { lastDay }, version: hours.version }, key), (changed) => {
      toast(words.saved);
      onDone(changed?.outside ?? []);
    });
  return (
    <section class="stack">
      <h3>{t(words.end)}</h3>
      <Form mutation={mutation} send={send} button={words.end} kind="danger">
        <Input label={words.lastDay} hint={words.endLead} type="date" required min={addDays(today, -1)} value={lastDay} onValue={setLastDay} error={fieldError(mutation.problem, "lastDay")} />
      </Form>
    </section>
  );
}
