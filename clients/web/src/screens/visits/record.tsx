import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay, plainDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { useDraft } from "../../ui/draft";
import { Input, Select, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Loaded } from "../../ui/loaded";
import { Page, Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/visits";

type Record = Shape<"RecordNew">;
type Recommended = NonNullable<Record["recommended"]>[number];
type FollowUp = NonNullable<Record["followUps"]>[number];

/** Writes the record of a visit (V6). It is sealed: never queued, and nothing of it is stored on this phone. */
export default function WriteRecord() {
  const { params } = useRoute();
  const path = { org_id: Number(params.org), visit_id: params.visit ?? "" };
  const visit = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}", { path }, { store: true });
  return (
    <Page title={words.recordTitle} back>
      <Loaded of={visit}>{(data) => <Edit version={data.version} path={path} name={data.studentName} />}</Loaded>
    </Page>
  );
}

const FIELDS = ["atHome", "familySays", "guidance", "nextSteps"] as const;

/** `newRecommendation`, `newFollowUp`: fields that are filled in but not yet added. They are sent too, so that nothing typed is lost. */
interface RecordDraft {
  text: { [Field in (typeof FIELDS)[number]]: string };
  recommended: Recommended[];
  followUps: FollowUp[];
  newRecommendation: Recommended;
  newFollowUp: FollowUp;
}

const NOTHING: RecordDraft = { text: { atHome: "", familySays: "", guidance: "", nextSteps: "" }, recommended: [], followUps: [], newRecommendation: { kind: "book", name: "" }, newFollowUp: { dueOn: "", text: "" } };

function Edit({ version, path, name }: { version: number; path: { org_id: number; visit_id: string }; name: string }) {
  const t = useText();
  const mutation = useMutation();
  const [draft, setDraft, forget] = useDraft(`record ${path.visit_id}`, NOTHING);
  const set = (change: Partial<RecordDraft>) => setDraft((before) => ({ ...before, ...change }));
  const { text, recommended, followUps, newRecommendation, newFollowUp } = draft;
  const send = () => {
    const texts = Object.fromEntries(FIELDS.map((field) => [field, text[field].trim() || null])) as unknown as Pick<Record, (typeof FIELDS)[number]>;
    const body: Record = {
      ...texts,
      recommended: newRecommendation.name.trim() ? [...recommended, newRecommendation] : recommended,
      followUps: newFollowUp.text.trim() && newFollowUp.dueOn ? [...followUps, newFollowUp] : followUps,
    };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/record", { path, body, version }, key), () => {
      forget();
      toast(words.saved);
      goTo(`/visits/${path.org_id}/${path.visit_id}`, true);
    });
  };
  return (
    <>
      <p class="quiet">{name} · {t(words.recordSealed)}</p>
      <Form mutation={mutation} send={send} button={words.save} sealed>
        {FIELDS.map((field) => (
          <TextArea key={field} label={words.fields[field]} required={field === "atHome"} maxLength={2000} value={text[field]} onValue={(value) => set({ text: { ...text, [field]: value } })} error={fieldError(mutation.problem, field)} />
        ))}
        <Recommendations items={recommended} onItems={(items) => set({ recommended: items })} input={newRecommendation} onInput={(value) => set({ newRecommendation: value })} onAdd={(items, value) => set({ recommended: items, newRecommendation: value })} />
        <FollowUps items={followUps} onItems={(items) => set({ followUps: items })} input={newFollowUp} onInput={(followUp) => set({ newFollowUp: followUp })} onAdd={(items, followUp) => set({ followUps: items, newFollowUp: followUp })} />
      </Form>
    </>
  );
}

interface ListInputProps<T> {
  items: T[];
  onItems: (items: T[]) => void;
  input: T;
  onInput: (input: T) => void;
  onAdd: (items: T[], input: T) => void;
}

function Recommendations({ items, onItems, input, onInput, onAdd }: ListInputProps<Recommended>) {
  const t = useText();
  const add = () => {
    if (!input.name.trim()) return;
    onAdd([...items, { ...input, name: input.name.trim() }], { ...input, name: "" });
  };
  return (
    <Section title={words.recommended}>
      <List names={items.map((item) => `${t(words.kinds[item.kind])}：${item.name}`)} onRemove={(index) => onItems(items.filter((_, other) => other !== index))} />
      <Select label={words.kind} value={input.kind} onValue={(kind) => onInput({ ...input, kind: kind as Recommended["kind"] })} options={(["book", "lecture", "hotline"] as const).map((option) => [option, t(words.kinds[option])])} />
      <Input label={words.name} maxLength={100} value={input.name} onValue={(name) => onInput({ ...input, name })} />
      <Button onClick={add}>{t(words.add)}</Button>
    </Section>
  );
}

function FollowUps({ items, onItems, input, onInput, onAdd }: ListInputProps<FollowUp>) {
  const t = useText();
  const add = () => {
    if (!input.dueOn || !input.text.trim()) return;
    onAdd([...items, { ...input, text: input.text.trim() }], { dueOn: "", text: "" });
  };
  return (
    <Section title={words.followUps}>
      <List names={items.map((followUp) => `${plainDay(followUp.dueOn)} ${followUp.text}`)} onRemove={(index) => onItems(items.filter((_, other) => other !== index))} />
      <Input label={words.due} type="date" required={input.text !== ""} min={isoDay(new Date())} value={input.dueOn} onValue={(dueOn) => onInput({ ...input, dueOn })} />
      <Input label={words.what} maxLength={300} required={input.dueOn !== ""} value={input.text} onValue={(text) => onInput({ ...input, text })} />
      <Button onClick={add}>{t(words.add)}</Button>
    </Section>
  );
}

function List({ names, onRemove }: { names: string[]; onRemove: (index: number) => void }) {
  const t = useText();
  if (!names.length) return null;
  return (
    <ul class="cells">
      {names.map((name, index) => (
        <li key={name}>
          <div class="cell">
            <span class="what">{name}</span>
            <Button kind="plain" onClick={() => onRemove(index)}>{t(words.remove)}</Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
