import { useState } from "preact/hooks";
import { passkeysWork, stepUp } from "../api/passkey";
import { useMutation, write } from "../api/write";
import { useText } from "../text";
import { words } from "../words/passkeys";
import { words as signIn } from "../words/signin";
import { Button } from "./buttons";
import { Input } from "./fields";
import { Form } from "./form";
import { ProblemNote } from "./loaded";
import { overlay } from "./overlay";
import { Sheet } from "./sheet";
import { toast } from "./toast";

/** Asks for a second factor over the page that needs it. Loaded when it is first needed. */
export function open(proved?: () => void): void {
  const close = () => overlay.set(null);
  const done = () => {
    close();
    toast(words.proved);
    proved?.();
  };
  overlay.set(<Proof close={close} done={done} />);
}

function Proof({ close, done }: { close: () => void; done: () => void }) {
  const t = useText();
  const passkey = useMutation();
  return (
    <Sheet title={words.proof} onClose={close}>
      {passkeysWork() && (
        <>
          <ProblemNote problem={passkey.problem} />
          <Button kind="main" wide busy={passkey.busy} onClick={() => void passkey.run(stepUp, done)}>{t(words.prove)}</Button>
          <p class="quiet small">{t(words.orPassword)}</p>
        </>
      )}
      <ByCode done={done} />
    </Sheet>
  );
}

function ByCode({ done }: { done: () => void }) {
  const mutation = useMutation();
  const [current, setCurrent] = useState("");
  const [totp, setTotp] = useState("");
  return (
    <Form mutation={mutation} kind="plain" button={words.proveByCode} send={() => void mutation.run(() => write("post", "/api/v1/me/proof", { body: { current, totp } }), done)}>
      <Input label={signIn.password} type="password" autocomplete="current-password" required maxLength={128} value={current} onValue={setCurrent} />
      <Input label={signIn.totp} inputMode="numeric" autocomplete="one-time-code" required maxLength={6} value={totp} onValue={setTotp} />
    </Form>
  );
}
