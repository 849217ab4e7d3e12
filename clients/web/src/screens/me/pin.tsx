import { useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useRead } from "../../api/read";
import { useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { confirm } from "../../ui/confirm";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { toast } from "../../ui/toast";
import { words } from "../../words/pin";

/** The PIN for the tablets of a student's class; nothing where the class has none. */
export function Pin() {
  const t = useText();
  const state = useRead("/api/v1/me/pin", undefined, { secret: true });
  const mutation = useMutation();
  const removal = useMutation();
  const [secret, setSecret] = useState("");
  const [pin, setPin] = useState("");
  if (!state.data || !(state.data.tablets || state.data.setAt)) return null;
  const done = () => {
    setSecret("");
    setPin("");
    toast(words.saved);
  };
  const end = async () => {
    if (await confirm(words.end, words.endSure)) await removal.run((key) => write("delete", "/api/v1/me/pin", {}, key), () => toast(words.ended));
  };
  return (
    <Section title={words.title}>
      <p class="quiet">{state.data.setAt && t(words.set)} {t(words.lead)}</p>
      <Form mutation={mutation} button={state.data.setAt ? words.change : words.save} send={() => void mutation.run((key) => write("put", "/api/v1/me/pin", { body: { secret, pin } }, key), done)}>
        <Input label={words.secret} type="password" autocomplete="off" required maxLength={64} value={secret} onValue={setSecret} />
        <Input label={words.pin} hint={words.hint} type="password" inputMode="numeric" autocomplete="off" required maxLength={6} value={pin} onValue={setPin} error={fieldError(mutation.problem, "pin")} />
      </Form>
      <ProblemNote problem={removal.problem} />
      {state.data.setAt && <Button wide kind="plain" busy={removal.busy} onClick={() => void end()}>{t(words.end)}</Button>}
    </Section>
  );
}
