import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Form } from "../../ui/form";
import { KeptLine } from "../../ui/kept-line";
import { Loaded, Loading } from "../../ui/loaded";
import { useSealedDraft } from "../../ui/sealed-draft";
import { toast } from "../../ui/toast";
import { words } from "../../words/agreement";
import { words as kept } from "../../words/kept";
import { FollowUps, Recommendations } from "./record-lists";
import type { VisitPath } from "./status";

type Recommended = Shape<"Recommended">;
type Step = Shape<"AgreedStep">;
interface Draft { steps: Step[]; recommended: Recommended[]; newStep: Step; newRecommendation: Recommended }

const NOTHING: Draft = { steps: [], recommended: [], newStep: { dueOn: "", text: "" }, newRecommendation: { kind: "book", name: "" } };

/** Writes what the family reads of a visit. Steps may be taken from the record: a person decides which of them stay. */
export function AgreementForm({ path, close }: { path: VisitPath; close: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [taking, setTaking] = useState(false);
  const { value: draft, set: setDraft, forget, ready, savedAt } = useSealedDraft(`agreement ${path.visit_id}`, NOTHING);
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const { steps, recommended, newStep, newRecommendation } = draft;
  const send = () => {
    const body = {
      steps: newStep.text.trim() && newStep.dueOn ? [...steps, newStep] : steps,
      recommended: newRecommendation.name.trim() ? [...recommended, newRecommendation] : recommended,
    };
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/visits/{visit_id}/agreement", { path, body }, key), () => {
      forget();
      toast(words.sent);
      close();
    });
  };
  const take = (record: Shape<"VisitRecord">) => {
    set({ steps: record.followUps.map(({ dueOn, text }) => ({ dueOn, text })), recommended: record.recommended });
    setTaking(false);
    toast(words.taken);
  };
  if (!ready) return <Loading />;
  const texts = [...steps, newStep].map((step) => step.text).concat([...recommended, newRecommendation].map((one) => one.name));
  return (
    <>
      <p class="note">{t(words.writeLead)}</p>
      {taking ? <Take path={path} take={take} /> : (
        <>
          <Button wide kind="plain" onClick={() => setTaking(true)}>{t(words.take)}</Button>
          <p class="quiet small">{t(words.takeMore)}</p>
        </>
      )}
      <Form mutation={mutation} send={send} button={words.send} sealed>
        <FollowUps title={words.steps} items={steps} onItems={(items) => set({ steps: items })} input={newStep} onInput={(step) => set({ newStep: step })} onAdd={(items, step) => set({ steps: items, newStep: step })} />
        <Recommendations items={recommended} onItems={(items) => set({ recommended: items })} input={newRecommendation} onInput={(value) => set({ newRecommendation: value })} onAdd={(items, value) => set({ recommended: items, newRecommendation: value })} />
        <KeptLine at={savedAt} of={texts.join("")} say={kept.sealedHere} />
      </Form>
      {/* What was typed stays for the next time. */}
      <Button wide kind="plain" onClick={close}>{t(words.cancel)}</Button>
    </>
  );
}

/** Opens the record on request alone. */
function Take({ path, take }: { path: VisitPath; take: (record: Shape<"VisitRecord">) => void }) {
  const t = useText();
  const record = useRead("/api/v1/orgs/{org_id}/visits/{visit_id}/record", { path }, { secret: true });
  return <Loaded of={record}>{(data) => <Button wide onClick={() => take(data)}>{t(words.take)}</Button>}</Loaded>;
}
