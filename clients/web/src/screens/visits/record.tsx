import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useDraft } from "../../ui/draft";
import { useText } from "../../text";
import { isoDay, plainDay } from "../../text/time";
import { Form } from "../../ui/form";
import { Button } from "../../ui/buttons";
import { TextArea, Input, Select } from "../../ui/fields";
import { Page, Section } from "../../ui/page";
import { Loaded } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { goTo } from "../../ui/history";
import { words } from "../../words/visits";

type Record = Shape<"RecordNew">;
type Recommended = NonNullable<Record["recommended"]>[number];
type FollowUp = NonNullable<Record["followUps"]>[number];

/** What a visit found (V6). Sealed: it is sent at once or not at all, and this phone keeps nothing of it. */
export default function WriteRecord() {
  const { params } = useRoute();
  const at = { org_id: Number(params.org), visit_id: params.visit ?? "" };
  const visit = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}", { path: at }, { store: true });
  return (
    <Page title={words.recordTitle} back>
      <Loaded of={visit}>{(data) => <Edit version={data.version} at={at} name={data.studentName} />}</Loaded>
    </Page>
  );
}

const FIELDS = ["atHome", "familySays", "guidance", "nextSteps"] as const;

/** `thing`, `next`: what stands in the fields and was not yet added. It goes along: nothing that was typed is lost. */
interface Given {
  text: { [Field in (typeof FIELDS)[number]]: string };
  recommended: Recommended[];
  followUps: FollowUp[];
  thing: Recommended;
  next: FollowUp;
}

const NOTHING: Given = { text: { atHome: "", familySays: "", guidance: "", nextSteps: "" }, recommended: [], followUps: [], thing: { kind: "book", name: "" }, next: { dueOn: "", text: "" } };

function Edit({ version, at, name }: { version: number; at: { org_id: number; visit_id: string }; name: string }) {
  const t = useText();
  const mutation = useMutation();
  const [given, setGiven, forget] = useDraft(`record ${at.visit_id}`, NOTHING);
  const set = (change: Partial<Given>) => setGiven((before) => ({ ...before, ...change }));
  const { text, recommended, followUps, thing, next } = given;
  const send = () => {
    const texts = Object.fromEntries(FIELDS.map((field) => [field, text[field].trim() || null])) as unknown as Pick<Record, (typeof FIELDS)[number]>;
    const body: Record = {
      ...texts,
      recommended: thing.name.trim() ? [...recommended, thing] : recommended,
      followUps: next.text.trim() && next.dueOn ? [...followUps, next] : followUps,
    };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/record", { path: at, body, version }, key), () => {
      forget();
      toast(words.saved);
      goTo(`/visits/${at.org_id}/${at.visit_id}`, true);
    });
  };
  return (
    <>
      <p class="quiet">{name} · {t(words.recordSealed)}</p>
      <Form mutation={mutation} send={send} button={words.save} sealed>
        {FIELDS.map((field) => (
          <TextArea key={field} label={words.fields[field]} required={field === "atHome"} maxLength={2000} value={text[field]} onValue={(value) => set({ text: { ...text, [field]: value } })} error={fieldError(mutation.problem, field)} />
        ))}
        <Recommending all={recommended} onAll={(all) => set({ recommended: all })} now={thing} onNow={(value) => set({ thing: value })} onAdd={(all, value) => set({ recommended: all, thing: value })} />
        <Following all={followUps} onAll={(all) => set({ followUps: all })} now={next} onNow={(followUp) => set({ next: followUp })} onAdd={(all, followUp) => set({ followUps: all, next: followUp })} />
      </Form>
    </>
  );
}

interface Adding<T> {
  all: T[];
  onAll: (all: T[]) => void;
  now: T;
  onNow: (now: T) => void;
  onAdd: (all: T[], now: T) => void;
}

function Recommending({ all, onAll, now, onNow, onAdd }: Adding<Recommended>) {
  const t = useText();
  const add = () => {
    if (!now.name.trim()) return;
    onAdd([...all, { ...now, name: now.name.trim() }], { ...now, name: "" });
  };
  return (
    <Section title={words.recommended}>
      <List names={all.map((option) => `${t(words.kinds[option.kind])}：${option.name}`)} onRemove={(at) => onAll(all.filter((_, other) => other !== at))} />
      <Select label={words.kind} value={now.kind} onValue={(kind) => onNow({ ...now, kind: kind as Recommended["kind"] })} options={(["book", "lecture", "hotline"] as const).map((option) => [option, t(words.kinds[option])])} />
      <Input label={words.name} maxLength={100} value={now.name} onValue={(name) => onNow({ ...now, name })} />
      <Button onClick={add}>{t(words.add)}</Button>
    </Section>
  );
}

function Following({ all, onAll, now, onNow, onAdd }: Adding<FollowUp>) {
  const t = useText();
  const add = () => {
    if (!now.dueOn || !now.text.trim()) return;
    onAdd([...all, { ...now, text: now.text.trim() }], { dueOn: "", text: "" });
  };
  return (
    <Section title={words.followUps}>
      <List names={all.map((followUp) => `${plainDay(followUp.dueOn)} ${followUp.text}`)} onRemove={(at) => onAll(all.filter((_, other) => other !== at))} />
      <Input label={words.due} type="date" required={now.text !== ""} min={isoDay(new Date())} value={now.dueOn} onValue={(dueOn) => onNow({ ...now, dueOn })} />
      <Input label={words.what} maxLength={300} required={now.dueOn !== ""} value={now.text} onValue={(text) => onNow({ ...now, text })} />
      <Button onClick={add}>{t(words.add)}</Button>
    </Section>
  );
}

function List({ names, onRemove }: { names: string[]; onRemove: (at: number) => void }) {
  const t = useText();
  if (!names.length) return null;
  return (
    <ul class="cells">
      {names.map((name, at) => (
        <li key={name}>
          <div class="cell">
            <span class="what">{name}</span>
            <Button kind="plain" onClick={() => onRemove(at)}>{t(words.remove)}</Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
