import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { useDraft } from "../../ui/draft";
import { Choices, TextArea } from "../../ui/fields";
import { Form } from "../../ui/form";
import { ProblemNote } from "../../ui/loaded";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import type { CaseProps, SheetProps } from "./case-props";
import { LONGEST } from "./limits";

type Outcome = NonNullable<Shape<"Case">["outcome"]>;

const OUTCOMES = Object.keys(cases.outcomes) as Outcome[];

/** Closing with an outcome that the person chooses, and a reason. What is urgent then waits for a second person. */
export function CloseSheet({ concern, path, close }: SheetProps) {
  const t = useText();
  const mutation = useMutation();
  const [outcome, setOutcome] = useState<Outcome>();
  const [note, setNote, forget] = useDraft(`close ${path.observation_id}`, "");
  const send = () => {
    if (!outcome) return; // the form asks for it
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/close", { path, body: { outcome, note: note.trim() }, version: concern.version }, key), () => {
      forget();
      toast(cases.saved);
      close();
    });
  };
  return (
    <Sheet title={cases.close} onClose={close}>
      <p class="quiet">{t(concern.urgent ? cases.closeUrgentLead : cases.closeLead)}</p>
      <Form mutation={mutation} send={send} button={concern.urgent ? cases.closeAsk : cases.close} sealed>
        <Choices label={cases.outcome} required value={outcome ? [outcome] : []} onValue={([value]) => setOutcome(value)} options={OUTCOMES.map((option) => [option, t(cases.outcomes[option])])} />
        <TextArea label={cases.closeNote} required maxLength={LONGEST} value={note} onValue={setNote} error={fieldError(mutation.problem, "note")} />
      </Form>
    </Sheet>
  );
}

/** One person has asked to close it: a second one agrees or keeps it open. */
export function AskedClosing({ concern, path }: CaseProps) {
  const t = useText();
  const mutation = useMutation();
  const [refusing, setRefusing] = useState(false);
  const asked = concern.closing;
  if (!asked) return null;
  const agree = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/close/agree", { path, version: concern.version }, key), () => toast(cases.saved));
  return (
    <div class="note soon">
      <p>{t(cases.closeAsked(asked.byName, cases.outcomes[asked.outcome]))}</p>
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      {asked.byId === account.get()?.accountId ? (
        <p>{t(cases.waitsForSecond)}</p>
      ) : (
        <div class="buttons">
          <Button kind="main" busy={mutation.busy} onClick={agree}>{t(cases.agree)}</Button>
          <Button onClick={() => setRefusing(true)}>{t(cases.refuse)}</Button>
        </div>
      )}
      {refusing && <RefuseSheet concern={concern} path={path} close={() => setRefusing(false)} />}
    </div>
  );
}

function RefuseSheet({ concern, path, close }: SheetProps) {
  const mutation = useMutation();
  const [reason, setReason, forget] = useDraft(`keep ${path.observation_id}`, "");
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/close/refuse", { path, body: { reason: reason.trim() }, version: concern.version }, key), () => {
      forget();
      toast(cases.saved);
      close();
    });
  return (
    <Sheet title={cases.refuse} onClose={close}>
      <Form mutation={mutation} send={send} button={cases.save} sealed>
        <TextArea label={cases.refuseText} required maxLength={LONGEST} value={reason} onValue={setReason} error={fieldError(mutation.problem, "reason")} />
      </Form>
    </Sheet>
  );
}
