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
import { words as recordWords } from "../../words/records";
import { words } from "../../words/visits";
import type { Visit, VisitPath } from "./status";

type Record = Shape<"RecordNew">;
type Recommended = NonNullable<Record["recommended"]>[number];
type FollowUp = NonNullable<Record["followUps"]>[number];

/** Writes the record of a visit (V6). It is sealed: never queued, and nothing of it is stored on this phone. */
export default function WriteRecord() {
  const { params, query } = useRoute();
  const path = { org_id: Number(params.org), visit_id: params.visit ?? "" };
  const visit = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}", { path }, { store: true });
  return (
    <Page title={query.of ? recordWords.correctTitle : words.recordTitle} back>
      <Loaded of={visit}>{(data) => (query.of ? <Correct visit={data} path={{ ...path, record_id: query.of }} /> : <Edit visit={data} path={path} start={NOTHING} />)}</Loaded>
    </Page>
  );
}

/** The version as it stands, to be corrected; it stays. */
function Correct({ visit, path }: { visit: Visit; path: VisitPath & { record_id: string } }) {
  const record = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/records/{record_id}", { path }, { secret: true });
  return (
    <Loaded of={record}>
      {({ atHome, familySays, guidance, nextSteps, recommended, followUps }) => (
        <Edit visit={visit} path={path} of={path.record_id} start={{ ...NOTHING, text: { atHome, familySays: familySays ?? "", guidance: guidance ?? "", nextSteps: nextSteps ?? "" }, recommended, followUps }} />
      )}
    </Loaded>
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

/** `of`: the version that is corrected. */
function Edit({ visit, path, start, of }: { visit: Visit; path: VisitPath; start: RecordDraft; of?: string }) {
  const t = useText();
  const mutation = useMutation();
  const [draft, setDraft, forget] = useDraft(`record ${path.visit_id} ${of ?? ""}`, start);
  const set = (change: Partial<RecordDraft>) => setDraft((before) => ({ ...before, ...change }));
  const { text, recommended, followUps, newRecommendation, newFollowUp } = draft;
  const send = () => {
    const texts = Object.fromEntries(FIELDS.map((field) => [field, text[field].trim() || null])) as unknown as Pick<Record, (typeof FIELDS)[number]>;
    const body: Record = {
      ...texts,
      recommended: newRecommendation.name.trim() ? [...recommended, newRecommendation] : recommended,
      followUps: newFollowUp.text.trim() && newFollowUp.dueOn ? [...followUps, newFollowUp] : followUps,
    };
    const { org_id, visit_id } = path;
    const save = (key: string) => (of ? write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/records/{record_id}/corrections", { path: { org_id, visit_id, record_id: of }, body }, key) : write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/record", { path: { org_id, visit_id }, body, version: visit.version }, key));
    void mutation.run<unknown>(save, () => {
      forget();
      toast(words.saved);
      goTo(`/visits/${path.org_id}/${path.visit_id}`, true);
    });
  };
  return (
    <>
      <p class="quiet">{visit.studentName} · {t(words.recordSealed)}</p>
      {of ? <p class="note">{t(recordWords.correctLead)}</p> : visit.state === "recorded" && <p class="note">{t(recordWords.addLead)}</p>}
      <Form mutation={mutation} send={send} button={of ? recordWords.saveCorrection : words.save} sealed>
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
