import { useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import type { QueuedWrite } from "../../api/queue";
import { dismiss } from "../../api/queue-sender";
import { useRead } from "../../api/read";
import { useMutation, type WriteResult, write } from "../../api/write";
import { useText } from "../../text";
import { isoDay } from "../../text/time";
import { DraftLine } from "../../ui/draft-line";
import { TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { Loaded, Loading } from "../../ui/loaded";
import { Page } from "../../ui/page";
import { useServerDraft } from "../../ui/server-draft";
import { StepUpFirst } from "../../ui/step-up-first";
import { toast } from "../../ui/toast";
import { queued } from "../../words/queued";
import { words as recordWords } from "../../words/records";
import { words } from "../../words/visits";
import { useVisit } from "./kept-day";
import { FollowUps, Recommendations } from "./record-lists";
import { sendRecord, useTextOf } from "./record-queue";
import { useRefusedRecord, useWaits } from "./said";
import type { Visit, VisitPath } from "./status";

type Record = Shape<"RecordNew">;
type Recommended = NonNullable<Record["recommended"]>[number];
type FollowUp = NonNullable<Record["followUps"]>[number];

/** Writes the record of a visit (V6). Its draft stands sealed on the server. Without network the record waits on this phone, sealed: never on a shared one. */
export default function WriteRecord() {
  const t = useText();
  const { params, query } = useRoute();
  const path = { org_id: Number(params.org), visit_id: params.visit ?? "" };
  const visit = useVisit(path);
  const waits = useWaits(path);
  return (
    <Page title={query.of ? recordWords.correctTitle : words.recordTitle} back>
      <Loaded of={visit}>{(data) => (query.of ? <Correct visit={data} path={{ ...path, record_id: query.of }} /> : waits.record ? <p class="note">{t(recordWords.waits)}：{t(queued)}</p> : <First visit={data} path={path} />)}</Loaded>
    </Page>
  );
}

/** The version as it stands, to be corrected; it stays. */
function Correct({ visit, path }: { visit: Visit; path: VisitPath & { record_id: string } }) {
  const record = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/records/{record_id}", { path }, { secret: true });
  return (
    <Loaded of={record}>
      {(record) => <Edit visit={visit} path={path} of={path.record_id} start={draftOf(record)} />}
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

/** The first account of this person; one that was refused when it was sent goes on as it was written. */
function First({ visit, path }: { visit: Visit; path: VisitPath }) {
  const refused = useRefusedRecord(path);
  const text = useTextOf(refused);
  if (text === undefined) return <Loading />;
  return <Edit key={refused?.id ?? ""} visit={visit} path={path} start={text ? draftOf(text) : NOTHING} refused={refused} />;
}

function draftOf({ atHome, familySays, guidance, nextSteps, recommended, followUps }: Record): RecordDraft {
  return { ...NOTHING, text: { atHome, familySays: familySays ?? "", guidance: guidance ?? "", nextSteps: nextSteps ?? "" }, recommended: recommended ?? [], followUps: followUps ?? [] };
}

/** Refused records whose text was put into the form: what is typed since then is newer. */
const restored = new Set<string>();

/** `of`: the version that is corrected. `refused`: what stands in the form was refused before. */
function Edit({ visit, path, start, of, refused }: { visit: Visit; path: VisitPath; start: RecordDraft; of?: string; refused?: QueuedWrite | undefined }) {
  const t = useText();
  const mutation = useMutation();
  const draft = useServerDraft(`record ${path.visit_id} ${of ?? ""}`, placeOf(path, of), refused ? NOTHING : start);
  useEffect(() => {
    if (!draft.ready || !refused || restored.has(refused.id)) return;
    restored.add(refused.id);
    draft.set(() => start);
  }, [draft.ready, refused?.id]);
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
    const file = (key: string): Promise<WriteResult<unknown>> =>
      of
        ? write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/records/{record_id}/corrections", { path: { org_id, visit_id, record_id: of }, body }, key)
        : sendRecord({ org_id, visit_id }, body, visit, key);
    // A save on its way must not follow the filing.
    const save = (key: string) => draft.settle().then(() => file(key));
    void mutation.run<unknown>(save, (saved) => {
      draft.forget();
      if (refused) void dismiss(refused);
      toast(saved ? words.saved : queued);
      goTo(saved ? `/visits/${path.org_id}/${path.visit_id}` : `/visits/${path.org_id}/day?on=${isoDay(visit.startsAt, visit.timeZone)}`, true);
    });
  };
  if (!draft.ready) return <Loading />;
  return (
    <>
      <StepUpFirst />
      <p class="quiet">{visit.studentName} · {t(words.recordSealed)}</p>
      {refused && <p class="note soon">{t(recordWords.refused)}</p>}
      {of ? <p class="note">{t(recordWords.correctLead)}</p> : visit.state === "recorded" && <p class="note">{t(recordWords.addLead)}</p>}
      <div class="held"><Form mutation={mutation} send={send} button={of ? recordWords.saveCorrection : words.save} sealed>
        {FIELDS.map((field) => (
          <TextArea key={field} label={words.fields[field]} required={field === "atHome"} maxLength={2000} value={text[field]} onValue={(value) => set({ text: { ...text, [field]: value } })} error={fieldError(mutation.problem, field)} />
        ))}
        <Recommendations items={recommended} onItems={(items) => set({ recommended: items })} input={newRecommendation} onInput={(value) => set({ newRecommendation: value })} onAdd={(items, value) => set({ recommended: items, newRecommendation: value })} />
        <FollowUps note={recordWords.followUpsTold} items={followUps} onItems={(items) => set({ followUps: items })} input={newFollowUp} onInput={(followUp) => set({ newFollowUp: followUp })} onAdd={(items, followUp) => set({ followUps: items, newFollowUp: followUp })} />
        <DraftLine draft={draft} />
      </Form></div>
    </>
  );
}
