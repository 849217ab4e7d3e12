import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { withProof } from "../../api/passkey";
import { fieldError } from "../../api/problem";
import { type Mutation, useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Qr } from "../../ui/qr";
import { toast } from "../../ui/toast";
import { words } from "../../words/me";

/** Fields of password and code, for who changes what they sign in with. */
export function useProof() {
  const [current, setCurrent] = useState("");
  const [totp, setTotp] = useState("");
  const fields = (
    <>
      <Input label={words.current} type="password" autocomplete="current-password" required maxLength={128} value={current} onValue={setCurrent} />
      <Input label={words.totpNow} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={totp} onValue={setTotp} />
    </>
  );
  return { fields, given: { current, totp } };
}

interface Props {
  needsProof: boolean;
  hasPasskey: boolean;
  /** What a refusal may need. */
  after?: (mutation: Mutation) => ComponentChildren;
}

export function Password({ needsProof, hasPasskey, after }: Props) {
  const mutation = useMutation();
  const proofInput = useProof();
  const [password, setPassword] = useState("");
  const body = needsProof ? { password, ...proofInput.given } : { password };
  return (
    <Form mutation={mutation} button={words.setPassword} send={() => void mutation.run((key) => withProof(hasPasskey, () => write("put", "/api/v1/me/password", { body }, key)), () => toast(words.done))}>
      <Input label={words.password} hint={words.passwordHint} type="password" autocomplete="new-password" required maxLength={128} value={password} onValue={setPassword} error={fieldError(mutation.problem, "password")} />
      {needsProof && proofInput.fields}
      {after?.(mutation)}
    </Form>
  );
}

export function Authenticator({ needsProof, hasPasskey, after }: Props) {
  const t = useText();
  const mutation = useMutation();
  const proofInput = useProof();
  const [created, setCreated] = useState<Shape<"TotpSecret">>();
  const [code, setCode] = useState("");
  if (!created) {
    return (
      <Form mutation={mutation} button={words.setTotp} send={() => void mutation.run((key) => withProof(hasPasskey, () => write("post", "/api/v1/me/totp", { body: needsProof ? proofInput.given : {} }, key)), setCreated)}>
        {needsProof && proofInput.fields}
        {after?.(mutation)}
      </Form>
    );
  }
  const confirm = () =>
    void mutation.run((key) => write("post", "/api/v1/me/totp/confirm", { body: { code } }, key), () => {
      setCreated(undefined);
      toast(words.done);
    });
  return (
    <Form mutation={mutation} button={words.totpConfirm} send={confirm}>
      <p>{t(words.totpLead)}</p>
      <Qr text={created.uri} label={words.totpPicture} size={220} />
      <p class="card"><code>{created.secret.match(/.{1,4}/g)?.join(" ")}</code></p>
      <a class="button" href={created.uri}>{t(words.totpOpen)}</a>
      <Input label={words.code} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={code} onValue={setCode} />
    </Form>
  );
}
