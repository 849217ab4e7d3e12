import { useMutation, write } from "../../api/write";
import { Form } from "../../ui/form";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { queued } from "../../words/queued";
import { words } from "../../words/visits";
import type { Visit, VisitPath } from "./status";

export type Ending = "decline" | "cancel";

export interface EndingProps {
  visit: Visit;
  path: VisitPath;
  action: Ending;
  close: () => void;
}

const ENDINGS = {
  decline: { button: words.decline, done: words.declined, later: words.waitsDecline },
  cancel: { button: words.cancel, done: words.cancelled, later: undefined },
};

/** Declines or cancels a visit, with an optional reason. */
export function EndSheet({ visit, path, action, close }: EndingProps) {
  const mutation = useMutation();
  const draft = useSealedDraft(`${action} ${path.visit_id}`, "");
  const reason = draft.value.trim();
  const ending = ENDINGS[action];
  const send = () =>
    void mutation.run(
      // A family's reason is never queued: without network the text stays on the screen.
      (key) => write("post", `/api/v1/orgs/{org_id}/visits/{visit_id}/${action}` as const, { path, body: { reason: reason || null }, version: visit.version, queueAs: reason ? undefined : ending.later }, key),
      (answered) => {
        draft.forget();
        toast(answered ? ending.done : queued);
        close();
      },
    );
  return (
    <Sheet title={ending.button} onClose={close}>
      <Form mutation={mutation} send={send} button={ending.button} kind="danger">
        <SealedText draft={draft} label={words.why} maxLength={300} />
      </Form>
    </Sheet>
  );
}
