import { useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { ConfirmButton } from "../../ui/confirm-button";
import { Input, Select } from "../../ui/fields";
import { Form } from "../../ui/form";
import { toast } from "../../ui/toast";
import { words } from "../../words/publicity";
import type { Entry } from "./types";

type Kind = Entry["kind"];
const KINDS = Object.keys(words.kinds) as Kind[];

/** What the form begins with: an entry that is changed, a lecture that was held, or a day alone. */
export type Start = Partial<Omit<Entry, "lectureId">> & { heldOn: string; lectureId?: string | null; entry?: Entry };

/** One event of the log. */
export function EventForm({ orgId, start, today, onDone }: { orgId: number; start: Start; today: string; onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [draft, setDraft] = useState(() => initialDraft(start));
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const errorOf = (name: string) => fieldError(mutation.problem, name);
  const send = () =>
    void mutation.run((key) => save(orgId, start, draft, key), () => {
      toast(words.saved);
      onDone();
    });
  return (
    <>
      <Form mutation={mutation} send={send} button={words.save}>
        <Select label={words.kind} value={draft.kind} onValue={(kind) => set({ kind: kind as Kind })} options={KINDS.map((kind) => [kind, t(words.kinds[kind])])} />
        <Input label={words.heldOn} type="date" required max={today} value={draft.heldOn} onValue={(heldOn) => set({ heldOn })} error={errorOf("heldOn")} />
        <Input label={words.topic} required maxLength={80} value={draft.topic} onValue={(topic) => set({ topic })} error={errorOf("topic")} />
        <Input label={words.audience} hint={words.audienceHint} maxLength={60} value={draft.audience} onValue={(audience) => set({ audience })} error={errorOf("audience")} />
        <Input label={words.count} hint={words.countHint} type="number" required min="1" max="100000" value={draft.count} onValue={(count) => set({ count })} error={errorOf("count")} />
        <Input label={words.people} type="number" required min="0" max="10000000" value={draft.people} onValue={(people) => set({ people })} error={errorOf("people")} />
        <Input label={words.place} maxLength={120} value={draft.place} onValue={(place) => set({ place })} error={errorOf("place")} />
        <Input label={words.materials} maxLength={200} value={draft.materials} onValue={(materials) => set({ materials })} error={errorOf("materials")} />
        <Input label={words.link} maxLength={500} value={draft.link} onValue={(link) => set({ link })} error={errorOf("link")} />
      </Form>
      {start.entry && <Remove orgId={orgId} eventId={start.entry.eventId} onDone={onDone} />}
    </>
  );
}

function Remove({ orgId, eventId, onDone }: { orgId: number; eventId: string; onDone: () => void }) {
  const send = (key: string) => write("post", "/api/v1/orgs/{org_id}/publicity/events/{event_id}/end", { path: { org_id: orgId, event_id: eventId } }, key);
  const done = () => {
    toast(words.removed);
    onDone();
  };
  return <ConfirmButton action={words.remove} consequence={words.removeSure} send={send} onDone={done} />;
}

interface Draft {
  kind: Kind;
  heldOn: string;
  topic: string;
  audience: string;
  count: string;
  people: string;
  place: string;
  materials: string;
  link: string;
}

function initialDraft(start: Start): Draft {
  const { kind = "lecture", heldOn, topic = "", audience = "", count = 1, people, place = "", materials = "", link } = start;
  return { kind, heldOn, topic, audience, count: String(count), people: people === undefined ? "" : String(people), place, materials, link: link ?? "" };
}

function save(orgId: number, { entry, lectureId }: Start, draft: Draft, key: string) {
  const body = { ...draft, count: Number(draft.count), people: Number(draft.people), link: draft.link || null };
  if (!entry) return write("post", "/api/v1/orgs/{org_id}/publicity/events", { path: { org_id: orgId }, body: { ...body, lectureId: lectureId ?? null } }, key);
  return write("put", "/api/v1/orgs/{org_id}/publicity/events/{event_id}", { path: { org_id: orgId, event_id: entry.eventId }, body, version: entry.version }, key);
}
