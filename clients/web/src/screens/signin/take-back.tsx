import { useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { post } from "../../api/post";
import { useMutation } from "../../api/write";
import { useText } from "../../text";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { LoginField, plainLogin } from "../../ui/login-field";
import { toast } from "../../ui/toast";
import { words } from "../../words/numbers";
import { words as signin } from "../../words/signin";

/** The owner of a number that a school moved takes it back, by a code to the old number. */
export function TakeBack({ onDone }: { onDone: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [phone, setPhone] = useState("");
  const [code, setCode] = useState<string>();
  const changePhone = (given: string) => {
    setPhone(given);
    setCode(undefined);
  };
  const ask = () => void mutation.run(() => post("/api/v1/auth/code", { phone: plainLogin(phone) }), () => setCode(""));
  const send = () =>
    void mutation.run(() => post("/api/v1/auth/number/objection", { phone: plainLogin(phone), code }), () => {
      toast(words.takenBack);
      onDone();
    });
  return (
    <div class="stack">
      <p class="note">{t(words.lead)}</p>
      <Form mutation={mutation} button={code === undefined ? signin.getCode : words.takeBack} send={code === undefined ? ask : send}>
        <LoginField label={words.old} hint={signin.phoneHint} value={phone} onValue={changePhone} error={fieldError(mutation.problem, "phone")} />
        {code !== undefined && <Input label={signin.code} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={code} onValue={setCode} error={fieldError(mutation.problem, "code")} />}
      </Form>
    </div>
  );
}
