import { useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Form } from "../../ui/form";
import { useSealedDraft } from "../../ui/sealed-draft";
import { SealedText } from "../../ui/sealed-text";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/disclosures";
import type { CaseProps, SheetProps } from "./case-props";
import { LONGEST } from "./limits";

/** Above the class teacher: how far the newest request of two custodians is, and asking for one. */
export function AskObserver({ concern, path }: CaseProps) {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const newest = concern.disclosure;
  return (
    <>
      {newest && (
        <p class="quiet small">
          {t(words.title)} · {newest.askedByName}{newest.agreedByName && ` · ${newest.agreedByName}`} · {t(words.states[newest.state])}{" "}
          {concern.canAskObserver || newest.state === "asked" || newest.state === "agreed" ? <a href={`/concerns/disclosures/${path.org_id}/${newest.disclosureId}`}>{t(words.open)}</a> : null}
        </p>
      )}
      {concern.canAskObserver && <Button onClick={() => setAsking(true)}>{t(words.ask)}</Button>}
      {asking && <AskSheet concern={concern} path={path} close={() => setAsking(false)} />}
    </>
  );
}

function AskSheet({ path, close }: SheetProps) {
  const t = useText();
  const mutation = useMutation();
  const draft = useSealedDraft(`observer ${path.observation_id}`, "");
  const send = () =>
    void mutation.run((key) => write("post", "/api/v1/orgs/{org_id}/observations/{observation_id}/disclosures", { path, body: { reason: draft.value.trim() } }, key), () => {
      draft.forget();
      toast(words.asked);
      close();
    });
  return (
    <Sheet title={words.title} onClose={close}>
      <p class="quiet">{t(words.askLead)}</p>
      <Form mutation={mutation} send={send} button={words.send} sealed>
        <SealedText draft={draft} label={words.reason} required maxLength={LONGEST} error={fieldError(mutation.problem, "reason")} />
      </Form>
    </Sheet>
  );
}
