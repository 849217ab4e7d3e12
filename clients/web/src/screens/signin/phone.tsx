import { useState } from "preact/hooks";
import { fieldError } from "../../api/problem";
import { useDeed } from "../../api/write";
import { useText } from "../../text";
import { Form } from "../../ui/buttons";
import { Check, Input } from "../../ui/fields";
import { words } from "../../words/signin";
import { post, signIn } from "./entering";

/** Guardians and staff: a phone number, then the code that was sent to it. */
export function ByPhone() {
  const t = useText();
  const deed = useDeed();
  const [phone, setPhone] = useState("");
  const [code, setCode] = useState("");
  const [asked, setAsked] = useState(false);
  const [shared, setShared] = useState(false);
  if (!asked) {
    return (
      <Form deed={deed} button={words.getCode} send={() => void deed.run(() => post("/api/v1/auth/code", { phone }), () => setAsked(true))}>
        <Input label={words.phone} type="tel" inputMode="numeric" autocomplete="tel-national" required maxLength={11} value={phone} onValue={setPhone} wrong={fieldError(deed.problem, "phone")} />
      </Form>
    );
  }
  return (
    <>
      <p class="note" role="status">{t(words.codeSent)}</p>
      <Form deed={deed} button={words.enter} send={() => void signIn(deed, "phone", { phone, code, sharedDevice: shared })}>
        <Input label={words.code} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={code} onValue={setCode} wrong={fieldError(deed.problem, "code")} />
        <Check label={words.shared} value={shared} onValue={setShared} />
      </Form>
      <button type="button" class="button plain" onClick={() => { setAsked(false); deed.clear(); }}>{t(words.another)}</button>
    </>
  );
}
