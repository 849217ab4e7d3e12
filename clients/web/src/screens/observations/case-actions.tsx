import { useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { useDraft } from "../../ui/draft";
import { Check, TextArea } from "../../ui/fields";
import { useFetched } from "../../ui/fetched";
import { Form } from "../../ui/form";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import type { CaseProps, SheetProps } from "./case-props";
import { AskedClosing, CloseSheet } from "./closing";
import { LONGEST } from "./limits";

type Action = "follow" | "raise" | "close";

/** The actions on an open concern. Their texts are confidential and never queued. */
export function CaseActions({ concern, path }: CaseProps) {
  const t = useText();
  const mutation = useMutation();
  const [action, setAction] = useState<Action>();
  const takeUp = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/take-up", { path, version: concern.version }, key), () => toast(cases.takenUp));
  const sheet = { concern, path, close: () => setAction(undefined) };
  return (
    <div class="stack close">
      <ProblemNote problem={mutation.problem} proved={mutation.clear} />
      {concern.closing && <AskedClosing concern={concern} path={path} />}
      {concern.waits && <Button wide kind="main" busy={mutation.busy} onClick={takeUp}>{t(cases.takeUp)}</Button>}
      <Button wide onClick={() => setAction("follow")}>{t(cases.followUp)}</Button>
      <div class="buttons">
        {concern.canRaise && <Button onClick={() => setAction("raise")}>{t(cases.raise)}</Button>}
        {!concern.closing && <Button onClick={() => setAction("close")}>{t(cases.close)}</Button>}
      </div>
      {action === "follow" && <FollowUpSheet {...sheet} />}
      {action === "raise" && <RaiseSheet {...sheet} />}
      {action === "close" && <CloseSheet {...sheet} />}
    </div>
  );
}

function FollowUpSheet({ concern, path, close }: SheetProps) {
  const mutation = useMutation();
  const [text, setText, forget] = useDraft(`follow ${path.observation_id}`, "");
  const [familyTold, setFamilyTold] = useState(false);
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/follow-ups", { path, body: { text: text.trim(), familyTold }, version: concern.version }, key), () => {
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

/** Raising is rare, so its sheet is fetched when it is asked for. */
function RaiseSheet(props: SheetProps) {
  return <Loaded of={useFetched(() => import("./raise"))}>{({ RaiseSheet }) => <RaiseSheet {...props} />}</Loaded>;
}
