import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { type Mutation, useMutation, write } from "../../api/write";
import { useText, type Words } from "../../text";
import { weekday } from "../../text/time";
import type { ButtonKind } from "../../ui/buttons";
import { EndTime } from "../../ui/end-time";
import { Check, Choices, Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { toast } from "../../ui/toast";
import { useSaved } from "../../ui/until-saved";
import { words } from "../../words/calendar";

type Kind = Shape<"SchoolCalendarEntry">["kind"];

const KINDS = Object.keys(words.kinds) as Kind[];
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** Whether the last try was refused for what stands on days that close: sending again is the yes. */
export function daysTaken(mutation: Mutation): boolean {
  return mutation.problem?.slug === "calendar-days-taken";
}

/** The button of a form that may close days; after a refusal it says what a second tap does. */
export function saveButton(mutation: Mutation, button: Words = words.save): { button: Words; kind: ButtonKind } {
  return daysTaken(mutation) ? { button: words.cancelStanding, kind: "danger" } : { button, kind: "main" };
}

/** Adds one entry. A make-up day is a single day. */
export function EntryForm({ orgId, today, hasSchools, onDone }: { orgId: number; today: string; hasSchools: boolean; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [input, setInput] = useState({ kind: "closed" as Kind, name: "", firstDay: today, lastDay: "", follows: "", forSchools: hasSchools });
  const set = (change: Partial<typeof input>) => {
    mutation.clear(); // a yes is for what was said
    setInput({ ...input, ...change });
  };
  const single = input.kind === "workday";
  const error = fieldError(mutation.problem, "entries"); // of the one entry, whichever field it is
  const send = () => {
    const { kind, name, firstDay, lastDay, follows, forSchools } = input;
    const followsWeekday = single && follows ? Number(follows) : null;
    const body = { entries: [{ kind, name, firstDay, lastDay: single || !lastDay ? firstDay : lastDay, followsWeekday, forSchools }] };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/school-calendar/entries", { path: { org_id: orgId }, query: { cancelStanding: daysTaken(mutation) }, body }, key), () => {
      toast(words.saved);
      onDone();
    });
  };
  return (
    <Form mutation={mutation} send={send} {...saveButton(mutation)}>
      <Choices<Kind> label={words.kind} value={[input.kind]} onValue={([kind]) => kind && set({ kind })} options={KINDS.map((kind) => [kind, t(words.kinds[kind])])} />
      <Input label={words.name} hint={words.nameHint} required maxLength={40} value={input.name} onValue={(name) => set({ name })} />
      <Input label={single ? words.on : words.first} type="date" required value={input.firstDay} onValue={(firstDay) => set({ firstDay })} error={single ? error : undefined} />
      {!single && <Input label={words.last} type="date" min={input.firstDay} value={input.lastDay || input.firstDay} onValue={(lastDay) => set({ lastDay })} error={error} />}
      {single && (
        <Select label={words.follows} hint={words.followsHint} value={input.follows} onValue={(follows) => set({ follows })} options={[["", t(words.unknown)], ...WEEKDAYS.map((day): [string, string] => [String(day), weekday(day, "long")])]} />
      )}
      {hasSchools && <Check label={words.forSchools} hint={words.forSchoolsHint} value={input.forSchools} onValue={(forSchools) => set({ forSchools })} />}
      {input.kind === "closed" && <p class="quiet small">{t(words.closesNote)}</p>}
    </Form>
  );
}

/** Whether national holidays count, and between which hours visits may be. */
export function SettingsForm({ orgId, settings, onDone }: { orgId: number; settings: Shape<"CalendarSettings">; onDone: () => void }) {
  const onSaved = useSaved();
  const mutation = useMutation();
  const [nationalDays, setNationalDays] = useState(settings.nationalDays);
  const [visitFrom, setVisitFrom] = useState(settings.visitFrom);
  const [visitUntil, setVisitUntil] = useState(settings.visitUntil);
  const send = () => {
    const body = { nationalDays, visitFrom, visitUntil };
    void mutation.run((key) => write("put", "/api/v1/orgs/{org_id}/school-calendar/settings", { path: { org_id: orgId }, query: { cancelStanding: daysTaken(mutation) }, body, version: settings.version }, key), (saved) => {
      onSaved(saved);
      toast(words.saved);
      onDone();
    });
  };
  return (
    <Form mutation={mutation} send={send} {...saveButton(mutation)}>
      <Check label={words.national} value={nationalDays} onValue={setNationalDays} />
      <div class="buttons">
        <Input label={words.visitFrom} type="time" required value={visitFrom} onValue={setVisitFrom} error={fieldError(mutation.problem, "visitFrom")} />
        <EndTime label={words.visitUntil} value={visitUntil} onValue={setVisitUntil} error={fieldError(mutation.problem, "visitUntil")} />
      </div>
    </Form>
  );
}
