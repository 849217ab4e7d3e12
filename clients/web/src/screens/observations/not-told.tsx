import { fieldError } from "../../api/problem";
import { useMutation } from "../../api/write";
import { Form } from "../../ui/form";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { Sheet } from "../../ui/sheet";
import { first } from "../../words/first-steps";
import type { Save } from "./case-props";
import { LONGEST } from "./limits";

/** Why a guardian is not told is recorded, sealed. */
export function NotTold({ id, save, close }: { id: string; save: Save; close: () => void }) {
  const mutation = useMutation();
  const draft = useSealedDraft(`not told ${id}`, "");
  const send = () =>
    void mutation.run((key) => save({ kind: "guardian", answer: "not_told", note: draft.value.trim() }, key), () => {
      draft.forget();
      close();
    });
  return (
    <Sheet title={first.answers.not_told} onClose={close}>
      <Form mutation={mutation} send={send} button={first.save} sealed>
        <SealedText draft={draft} label={first.whyNot} required maxLength={LONGEST} error={fieldError(mutation.problem, "note")} />
      </Form>
    </Sheet>
  );
}
