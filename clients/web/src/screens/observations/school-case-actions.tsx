import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { type Mutation, useMutation, write } from "../../api/write";
import { useText, type Words } from "../../text";
import { Button } from "../../ui/buttons";
import { Check } from "../../ui/fields";
import { Form } from "../../ui/form";
import { ProblemNote } from "../../ui/loaded";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import type { SchoolCasePath } from "./case-props";
import { LONGEST } from "./limits";

interface Props {
  concern: Shape<"SchoolCase">;
  path: SchoolCasePath;
}

/** What an officer does about it: note what was done, and agree to close it or keep it open where its only owner asks. */
export function SchoolCaseActions({ concern, path }: Props) {
  const t = useText();
  const mutation = useMutation();
  const [action, setAction] = useState<"follow" | "refuse">();
  const asked = concern.closing;
  const agree = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/close/agree", { path, version: concern.version }, key), () => toast(cases.saved));
  const close = () => setAction(undefined);
  return (
    <div class="stack close">
      {asked && (
        <div class="note soon">
          <p>{t(cases.closeAsked(asked.byName, cases.outcomes[asked.outcome]))}</p>
          <ProblemNote problem={mutation.problem} proved={mutation.clear} />
          <div class="buttons">
            <Button kind="main" busy={mutation.busy} onClick={agree}>{t(cases.agree)}</Button>
            <Button onClick={() => setAction("refuse")}>{t(cases.refuse)}</Button>
          </div>
        </div>
      )}
      <Button wide onClick={() => setAction("follow")}>{t(cases.followUp)}</Button>
      {action === "follow" && <FollowUpSheet concern={concern} path={path} close={close} />}
      {action === "refuse" && <RefuseSheet concern={concern} path={path} close={close} />}
    </div>
  );
}

function FollowUpSheet({ concern, path, close }: Props & { close: () => void }) {
  const mutation = useMutation();
  const draft = useSealedDraft(`follow ${path.observation_id}`, "");
  const [familyTold, setFamilyTold] = useState(false);
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/follow-ups", { path, body: { text: draft.value.trim(), familyTold }, version: concern.version }, key), saved(draft.forget, close));
  return (
    <TextSheet title={cases.followUp} label={cases.followUpText} field="text" mutation={mutation} send={send} draft={draft} close={close}>
      <Check label={cases.familyTold} value={familyTold} onValue={setFamilyTold} />
    </TextSheet>
  );
}

function RefuseSheet({ concern, path, close }: Props & { close: () => void }) {
  const mutation = useMutation();
  const draft = useSealedDraft(`keep ${path.observation_id}`, "");
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/school-cases/{school_id}/{observation_id}/close/refuse", { path, body: { reason: draft.value.trim() }, version: concern.version }, key), saved(draft.forget, close));
  return <TextSheet title={cases.refuse} label={cases.refuseText} field="reason" mutation={mutation} send={send} draft={draft} close={close} />;
}

function saved(forget: () => void, close: () => void): () => void {
  return () => {
    forget();
    toast(cases.saved);
    close();
  };
}

interface TextSheetProps {
  title: Words;
  label: Words;
  field: string;
  mutation: Mutation;
  send: () => void;
  draft: ReturnType<typeof useSealedDraft<string>>;
  close: () => void;
  children?: preact.ComponentChildren;
}

function TextSheet({ title, label, field, mutation, send, draft, close, children }: TextSheetProps) {
  return (
    <Sheet title={title} onClose={close}>
      <Form mutation={mutation} send={send} button={cases.save} sealed>
        <SealedText draft={draft} label={label} required maxLength={LONGEST} error={fieldError(mutation.problem, field)} />
        {children}
      </Form>
    </Sheet>
  );
}
