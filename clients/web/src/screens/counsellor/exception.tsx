import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay, plainDay } from "../../text/time";
import { Choices, Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { toast } from "../../ui/toast";
import { words } from "../../words/counsellor";
import { hoursName, type SheetProps } from "./hours-form";

type Kind = Shape<"HoursException">["kind"];

/** An exception on one day: closed for a span, or open beyond the weekly hours. */
export function ExceptionForm({ orgId, zone, counsellorId, hours, onDone }: SheetProps & { hours: Shape<"Hours">[] }) {
  const t = useText();
  const mutation = useMutation();
  const [input, setInput] = useState({ kind: "closed" as Kind, onDate: isoDay(new Date(), zone), fromTime: "08:00", toTime: "18:00", hoursId: hours[0]?.hoursId ?? "" });
  const set = (change: Partial<typeof input>) => setInput({ ...input, ...change });
  const send = () => {
    const body = { ...input, counsellorId, hoursId: input.kind === "open" ? input.hoursId : null };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/hours-exceptions", { path: { org_id: orgId }, body }, key), (changed) => {
      toast(words.saved);
      onDone(changed?.outside ?? []);
    });
  };
  return (
    <Form mutation={mutation} send={send} button={words.save}>
      <Choices<Kind> label={words.kind} value={[input.kind]} onValue={([kind]) => kind && set({ kind })} options={[["closed", t(words.kinds.closed)], ["open", t(words.kinds.open)]]} />
      <Input label={words.on} type="date" required min={isoDay(new Date(), zone)} value={input.onDate} onValue={(onDate) => set({ onDate })} error={fieldError(mutation.problem, "onDate")} />
      <div class="buttons">
        <Input label={words.from} type="time" required value={input.fromTime} onValue={(fromTime) => set({ fromTime })} error={fieldError(mutation.problem, "fromTime")} />
        <Input label={words.to} type="time" required value={input.toTime} onValue={(toTime) => set({ toTime })} error={fieldError(mutation.problem, "toTime")} />
      </div>
      {input.kind === "open" && (
        <Select label={words.like} hint={words.likeHint} value={input.hoursId} onValue={(hoursId) => set({ hoursId })} options={hours.map((entry) => [entry.hoursId, hoursName(entry)])} error={fieldError(mutation.problem, "hoursId")} />
      )}
    </Form>
  );
}

export function RemoveException({ orgId, exception, onDone }: SheetProps & { exception: Shape<"HoursException"> }) {
  const t = useText();
  const mutation = useMutation();
  const send = () =>
    void mutation.run((key) => write("delete", "/api/v1/orgs/{org_id}/hours-exceptions/{exception_id}", { path: { org_id: orgId, exception_id: exception.exceptionId } }, key), (changed) => {
      toast(words.removed);
      onDone(changed?.outside ?? []);
    });
  return (
    <Form mutation={mutation} send={send} button={words.remove} kind="danger">
      <p>{plainDay(exception.onDate)} {exception.fromTime}–{exception.toTime} · {t(words.kinds[exception.kind])}</p>
    </Form>
  );
}
