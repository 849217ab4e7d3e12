import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, type WriteResult, write } from "../../api/write";
import { useText } from "../../text";
import { DraftLine } from "../../ui/draft-line";
import { TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Loaded, Loading } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { useServerDraft } from "../../ui/server-draft";
import { StepUpFirst } from "../../ui/step-up-first";
import { toast } from "../../ui/toast";
import { words as recordWords } from "../../words/records";
import { words } from "../../words/visits";
import { FollowUps, Recommendations } from "./record-lists";
import type { Visit, VisitPath } from "./status";

type Record = Shape<"RecordNew">;
type Recommended = NonNullable<Record["recommended"]>[number];
type FollowUp = NonNullable<Record["followUps"]>[number];

/** Writes the record of a visit (V6). It is sealed: never queued, and nothing of it is stored on this phone; its draft stands sealed on the server. */
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

function placeOf({ org_id, visit_id }: VisitPath, of: string | undefined) {
  if (!of) return { path: "/api/v1/orgs/{org_id}/visits/{visit_id}/record-draft", params: { path: { org_id, visit_id } } };
  return { path: "/api/v1/orgs/{org_id}/visits/{visit_id}/records/{record_id}/correction-draft", params: { path: { org_id, visit_id, record_id: of } } };
}

/** `of`: the version that is corrected. */
function Edit({ visit, path, start, of }: { visit: Visit; path: VisitPath; start: RecordDraft; of?: string }) {
  const t = useText();
  const mutation = useMutation();
  const draft = useServerDraft(`record ${path.visit_id} ${of ?? ""}`, placeOf(path, of), start);
  const set = (change: Partial<RecordDraft>) => draft.set((before) => ({ ...before, ...change }));
  const { text, recommended, followUps, newRecommendation, newFollowUp } = draft.value;
  const send = () => {
    const texts = Object.fromEntries(FIELDS.map((field) => [field, text[field].trim() || null])) as unknown as Pick<Record, (typeof FIELDS)[number]>;
    const body: Record = {
      ...texts,
      recommended: newRecommendation.name.trim() ? [...recommended, newRecommendation] : recommended,
      followUps: newFollowUp.text.trim() && newFollowUp.dueOn ? [...followUps, newFollowUp] : followUps,
    };
    const { org_id, visit_id } = path;
    const file = (key: string): Promise<WriteResult<unknown>> => (of ? write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/records/{record_id}/corrections", { path: { org_id, visit_id, record_id: of }, body }, key) : write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/record", { path: { org_id, visit_id }, body, version: visit.version }, key));
    // A save on its way must not follow the filing.
    const save = (key: string) => draft.settle().then(() => file(key));
    void mutation.run<unknown>(save, () => {
      draft.forget();
      toast(words.saved);
      goTo(`/visits/${path.org_id}/${path.visit_id}`, true);
    });
  };
  if (!draft.ready) return <Loading />;
  return (
    <>
      <StepUpFirst />
      <p class="quiet">{visit.studentName} · {t(words.recordSealed)}</p>
      {of ? <p class="note">{t(recordWords.correctLead)}</p> : visit.state === "recorded" && <p class="note">{t(recordWords.addLead)}</p>}
      <Form mutation={mutation} send={send} button={of ? recordWords.saveCorrection : words.save} sealed>
        {FIELDS.map((field) => (
          <TextArea key={field} label={words.fields[field]} required={field === "atHome"} maxLength={2000} value={text[field]} onValue={(value) => set({ text: { ...text, [field]: value } })} error={fieldError(mutation.problem, field)} />
        ))}
        <Recommendations items={recommended} onItems={(items) => set({ recommended: items })} input={newRecommendation} onInput={(value) => set({ newRecommendation: value })} onAdd={(items, value) => set({ recommended: items, newRecommendation: value })} />
        <FollowUps items={followUps} onItems={(items) => set({ followUps: items })} input={newFollowUp} onInput={(followUp) => set({ newFollowUp: followUp })} onAdd={(items, followUp) => set({ followUps: items, newFollowUp: followUp })} />
        <DraftLine draft={draft} />
      </Form>
    </>
  );
}
