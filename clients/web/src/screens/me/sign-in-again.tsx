import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { post } from "../../api/post";
import { useMutation, type WriteResult } from "../../api/write";
import { account, startSession } from "../../storage/session";
import { useText } from "../../text";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { LoginField, plainLogin } from "../../ui/login-field";
import { toast } from "../../ui/toast";
import { words } from "../../words/step-up";

/** A new session of the same person by a code to their phone, without leaving the page. */
export function SignInAgain({ done }: { done: () => void }) {
  const t = useText();
  const mutation = useMutation();
  const [phone, setPhone] = useState("");
  const [code, setCode] = useState("");
  const [sent, setSent] = useState(false);
  const digits = plainLogin(phone);
  const enter = () =>
    void mutation.run(() => signInAgain(digits, code), () => {
      toast(words.fresh);
      done();
    });
  return (
    <Form key={String(sent)} mutation={mutation} button={sent ? words.confirm : words.getCode} send={sent ? enter : () => void mutation.run(() => post("/api/v1/auth/code", { phone: digits }), () => setSent(true))}>
      <p class="quiet">{t(words.again)}</p>
      {sent ? (
        <Input label={words.code} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={code} onValue={setCode} />
      ) : (
        <LoginField label={words.phone} value={phone} onValue={setPhone} />
      )}
    </Form>
  );
}

/** Somebody else's number would make this phone theirs: the page, and what was typed, belongs to the person who is here. */
async function signInAgain(phone: string, code: string): Promise<WriteResult<Shape<"SignedIn">>> {
  const before = account.get();
  const signed = await post<Shape<"SignedIn">>("/api/v1/auth/phone", { phone, code, sharedDevice: before?.shared ?? false });
  if (signed.state !== "done") return signed;
  await startSession({ accountId: signed.data.accountId, shared: before?.shared ?? false });
  return signed;
}
