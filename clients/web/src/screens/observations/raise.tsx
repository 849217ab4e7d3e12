import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText, type Words } from "../../text";
import { Form } from "../../ui/form";
import { goTo } from "../../ui/history";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { cases } from "../../words/observations";
import type { CaseProps, SheetProps } from "./case-props";
import { LONGEST } from "./limits";

/** The next rung; the server skips a grade without a head. */
function rungAbove(concern: CaseProps["concern"]): Words | undefined {
  if (!concern.canRaise || concern.rung === "school") return undefined;
  return cases.rungs[concern.rung === "class" ? "grade" : "school"];
}

/** Passes a concern to the next rung. */
export function RaiseSheet({ concern, path, close }: SheetProps) {
  const t = useText();
  const mutation = useMutation();
  const draft = useSealedDraft(`raise ${path.observation_id}`, "");
  const to = rungAbove(concern);
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/raise", { path, body: { reason: draft.value.trim() }, version: concern.version }, key), () => {
      draft.forget();
      toast(cases.raised);
      goTo("/concerns", true);
    });
  return (
    <Sheet title={cases.raise} onClose={close}>
      {to && <p class="quiet">{t(cases.raiseLead(to))}</p>}
      <Form mutation={mutation} send={send} button={cases.raise} sealed>
        <SealedText draft={draft} label={cases.raiseText} required maxLength={LONGEST} error={fieldError(mutation.problem, "reason")} />
      </Form>
    </Sheet>
  );
}
