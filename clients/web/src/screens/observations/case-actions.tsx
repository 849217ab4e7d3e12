import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useDraft } from "../../ui/draft";
import { type Words, useText } from "../../text";
import { Form } from "../../ui/form";
import { Button } from "../../ui/buttons";
import { TextArea, Check, Choices } from "../../ui/fields";
import { Sheet } from "../../ui/sheet";
import { ProblemNote } from "../../ui/loaded";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import { goTo } from "../../ui/history";
import { LONGEST } from "./sentence";

type CaseOf = Shape<"Case">;
type Outcome = NonNullable<CaseOf["outcome"]>;

interface Props {
  of: CaseOf;
  path: { org_id: number; observation_id: string };
}

interface InSheet extends Props {
  close: () => void;
}

type Doing = "follow" | "raise" | "close";

/** What can be done about an open concern. Its texts are confidential: never queued. */
export function Deeds({ of, path }: Props) {
  const t = useText();
  const mutation = useMutation();
  const [doing, setDoing] = useState<Doing>();
  const takeUp = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/take-up", { path, version: of.version }, key), () => toast(cases.takenUp));
  const sheet = { of, path, close: () => setDoing(undefined) };
  return (
    <div class="stack close">
      <ProblemNote problem={mutation.problem} />
      {of.waits && <Button wide kind="main" busy={mutation.busy} onClick={takeUp}>{t(cases.takeUp)}</Button>}
      <Button wide onClick={() => setDoing("follow")}>{t(cases.followUp)}</Button>
      <div class="buttons">
        {above(of) && <Button onClick={() => setDoing("raise")}>{t(cases.raise)}</Button>}
        <Button onClick={() => setDoing("close")}>{t(cases.close)}</Button>
      </div>
      {doing === "follow" && <Follow {...sheet} />}
      {doing === "raise" && <Raise {...sheet} />}
      {doing === "close" && <Close {...sheet} />}
    </div>
  );
}

/** The rung after this one; a grade without a head is passed over by the server. */
function above(of: CaseOf): Words | undefined {
  if (of.rung === "school") return undefined;
  return cases.rungs[of.rung === "class" ? "grade" : "school"];
}

function Follow({ of, path, close }: InSheet) {
  const mutation = useMutation();
  const [text, setText, forget] = useDraft(`follow ${path.observation_id}`, "");
  const [familyTold, setFamilyTold] = useState(false);
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/follow-ups", { path, body: { text: text.trim(), familyTold }, version: of.version }, key), () => {
      forget();
      toast(cases.saved);
      close();
    });
  return (
    <Sheet title={cases.followUp} onClose={close}>
      <Form mutation={mutation} send={send} button={cases.save} sealed>
        <TextArea label={cases.followUpText} required maxLength={LONGEST} value={text} onValue={setText} error={fieldError(mutation.problem, "text")} />
        <Check label={cases.familyTold} value={familyTold} onValue={setFamilyTold} />
      </Form>
    </Sheet>
  );
}

function Raise({ of, path, close }: InSheet) {
  const t = useText();
  const mutation = useMutation();
  const [reason, setReason, forget] = useDraft(`raise ${path.observation_id}`, "");
  const to = above(of);
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/raise", { path, body: { reason: reason.trim() }, version: of.version }, key), () => {
      forget();
      toast(cases.raised);
      goTo("/concerns", true);
    });
  return (
    <Sheet title={cases.raise} onClose={close}>
      {to && <p class="quiet">{t(cases.raiseLead(to))}</p>}
      <Form mutation={mutation} send={send} button={cases.raise} sealed>
        <TextArea label={cases.raiseText} required maxLength={LONGEST} value={reason} onValue={setReason} error={fieldError(mutation.problem, "reason")} />
      </Form>
    </Sheet>
  );
}

const OUTCOMES = Object.keys(cases.outcomes) as Outcome[];

function Close({ of, path, close }: InSheet) {
  const t = useText();
  const mutation = useMutation();
  const [outcome, setOutcome] = useState<Outcome>("helped");
  const [note, setNote, forget] = useDraft(`close ${path.observation_id}`, "");
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/close", { path, body: { outcome, note: note.trim() }, version: of.version }, key), () => {
      forget();
      toast(cases.saved);
      close();
    });
  return (
    <Sheet title={cases.close} onClose={close}>
      <p class="quiet">{t(cases.closeLead)}</p>
      <Form mutation={mutation} send={send} button={cases.close} sealed>
        <Choices label={cases.outcome} value={[outcome]} onValue={([value]) => value && setOutcome(value)} options={OUTCOMES.map((option) => [option, t(cases.outcomes[option])])} />
        <TextArea label={cases.closeNote} required maxLength={LONGEST} value={note} onValue={setNote} error={fieldError(mutation.problem, "note")} />
      </Form>
    </Sheet>
  );
}
