import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { addPasskey, passkeysWork, stepUp } from "../../api/passkey";
import { refetchAll, useRead } from "../../api/read";
import { type Mutation, useMutation, write } from "../../api/write";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Input } from "../../ui/fields";
import { Form } from "../../ui/form";
import { Loaded, ProblemNote } from "../../ui/loaded";
import { overlay } from "../../ui/overlay";
import { Sheet } from "../../ui/sheet";
import { toast } from "../../ui/toast";
import { words } from "../../words/passkeys";
import { words as signIn } from "../../words/signin";
import { words as steps } from "../../words/step-up";
import { SignInAgain } from "./sign-in-again";
import { Authenticator, Password } from "./password";

/** Asks for a second factor over the page that needs it, which keeps what was typed; sets one up first where there is none. Loaded when it is first needed. */
export function open(proved?: () => void): void {
  const close = () => overlay.set(null);
  const done = () => {
    close();
    toast(words.proved);
    // What the page shows changes with the proof, also what asks for it.
    refetchAll();
    proved?.();
  };
  overlay.set(<StepUpSheet close={close} done={done} />);
}

function StepUpSheet({ close, done }: { close: () => void; done: () => void }) {
  const profile = useRead("/api/v1/me");
  return (
    <Sheet title={words.proof} onClose={close}>
      <Loaded of={profile}>{(data) => (data.passkeys || (data.hasPassword && data.hasTotp) ? <Proof profile={data} done={done} /> : <SetUp profile={data} />)}</Loaded>
    </Sheet>
  );
}

function Proof({ profile, done }: { profile: Shape<"Profile">; done: () => void }) {
  const t = useText();
  const passkey = useMutation();
  const byCode = profile.hasPassword && profile.hasTotp;
  return (
    <>
      {profile.passkeys > 0 && passkeysWork() && (
        <>
          <ProblemNote problem={passkey.problem} />
          <Button kind="main" wide busy={passkey.busy} onClick={() => void passkey.run(stepUp, done)}>{t(words.prove)}</Button>
          {byCode && <p class="quiet small">{t(words.orPassword)}</p>}
        </>
      )}
      {byCode && <ByCode done={done} />}
      <p class="quiet small">{t(steps.lost)}</p>
      {profile.passkeys > 0 && !passkeysWork() && !byCode && <p class="note">{t(steps.otherDevice)}</p>}
    </>
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

/** A first second factor. The sheet asks for its proof once it is there. */
function SetUp({ profile }: { profile: Shape<"Profile"> }) {
  const [stale, setStale] = useState(false);
  return stale ? <SignInAgain done={() => setStale(false)} /> : <Ways profile={profile} onStale={() => setStale(true)} />;
}

function Ways({ profile, onStale }: { profile: Shape<"Profile">; onStale: () => void }) {
  const t = useText();
  const passkey = useMutation();
  const again = ({ problem }: Mutation) => problem?.slug === "fresh-session-needed" && <Button wide onClick={onStale}>{t(steps.getCode)}</Button>;
  return (
    <>
      <h3>{t(steps.setUp)}</h3>
      <p class="quiet">{t(steps.setUpLead)}</p>
      {passkeysWork() && (
        <>
          <ProblemNote problem={passkey.problem} />
          {again(passkey) || <Button kind="main" wide busy={passkey.busy} onClick={() => void passkey.run(() => addPasskey(false, {}), () => toast(words.added))}>{t(words.add)}</Button>}
          <p class="quiet small">{t(steps.byPassword)}</p>
        </>
      )}
      {profile.hasPassword ? <Authenticator needsProof={false} hasPasskey={false} after={again} /> : <Password needsProof={false} hasPasskey={false} after={again} />}
    </>
  );
}
