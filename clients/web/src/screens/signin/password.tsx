import { useState } from "preact/hooks";
import { useMutation } from "../../api/write";
import { Check, Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { LoginField, plainLogin } from "../../ui/login-field";
import { words } from "../../words/signin";
import { ByPasskey } from "./passkey";
import { signIn } from "./sign-in";

/** Staff who open confidential text: a passkey, or password and authenticator code. */
export function ByPassword() {
  const mutation = useMutation();
  const [phone, setPhone] = useState("");
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState("");
  const [shared, setShared] = useState(false);
  return (
    <>
    <ByPasskey shared={shared} />
    <Form mutation={mutation} button={words.enter} send={() => void signIn(mutation, "staff", { phone: plainLogin(phone), password, totp, sharedDevice: shared })}>
      <LoginField label={words.phone} username value={phone} onValue={setPhone} />
      <Input label={words.password} type="password" autocomplete="current-password" required maxLength={128} value={password} onValue={setPassword} />
      <Input label={words.totp} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={totp} onValue={setTotp} />
      <Check label={words.shared} value={shared} onValue={setShared} />
    </Form>
    </>
  );
}
