import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Check, Choices } from "../../ui/fields";
import { Form } from "../../ui/form";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import type { SheetProps } from "./case-props";
import { LONGEST } from "./limits";

type Outcome = NonNullable<Shape<"Case">["outcome"]>;

const OUTCOMES = Object.keys(cases.outcomes) as Outcome[];

/** What was done about it. */
export function FollowUpSheet({ concern, path, close }: SheetProps) {
  const mutation = useMutation();
  const draft = useSealedDraft(`follow ${path.observation_id}`, "");
  const [familyTold, setFamilyTold] = useState(false);
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/follow-ups", { path, body: { text: draft.value.trim(), familyTold }, version: concern.version }, key), () => {
      draft.forget();
      toast(cases.saved);
      close();
    });
  return (
    <Sheet title={cases.followUp} onClose={close}>
      <Form mutation={mutation} send={send} button={cases.save} sealed>
        <SealedText draft={draft} label={cases.followUpText} required maxLength={LONGEST} error={fieldError(mutation.problem, "text")} />
        <Check label={cases.familyTold} value={familyTold} onValue={setFamilyTold} />
      </Form>
    </Sheet>
  );
}

/** Closing with an outcome that the person chooses, and a reason. What is urgent then waits for a second person. */
export function CloseSheet({ concern, path, close }: SheetProps) {
  const t = useText();
  const mutation = useMutation();
  const [outcome, setOutcome] = useState<Outcome>();
  const draft = useSealedDraft(`close ${path.observation_id}`, "");
  const send = () => {
    if (!outcome) return; // the form asks for it
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/close", { path, body: { outcome, note: draft.value.trim() }, version: concern.version }, key), () => {
      draft.forget();
      toast(cases.saved);
      close();
    });
  };
  return (
    <Sheet title={cases.close} onClose={close}>
      <p class="quiet">{t(concern.urgent ? cases.closeUrgentLead : cases.closeLead)}</p>
      <Form mutation={mutation} send={send} button={concern.urgent ? cases.closeAsk : cases.close} sealed>
        <Choices label={cases.outcome} required value={outcome ? [outcome] : []} onValue={([value]) => setOutcome(value)} options={OUTCOMES.map((option) => [option, t(cases.outcomes[option])])} />
        <SealedText draft={draft} label={cases.closeNote} required maxLength={LONGEST} error={fieldError(mutation.problem, "note")} />
      </Form>
    </Sheet>
  );
}

/** The second person keeps it open. */
export function RefuseSheet({ concern, path, close }: SheetProps) {
  const mutation = useMutation();
  const draft = useSealedDraft(`keep ${path.observation_id}`, "");
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/close/refuse", { path, body: { reason: draft.value.trim() }, version: concern.version }, key), () => {
      draft.forget();
      toast(cases.saved);
      close();
    });
  return (
    <Sheet title={cases.refuse} onClose={close}>
      <Form mutation={mutation} send={send} button={cases.save} sealed>
        <SealedText draft={draft} label={cases.refuseText} required maxLength={LONGEST} error={fieldError(mutation.problem, "reason")} />
      </Form>
    </Sheet>
  );
}
