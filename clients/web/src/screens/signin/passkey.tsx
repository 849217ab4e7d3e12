import { inDialog, passkeysWork, signChallenge, stepUp } from "../../api/passkey";
import type { Shape } from "../../api/client";
import { post } from "../../api/post";
import { useMutation } from "../../api/write";
import { account } from "../../storage/session";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { goBack } from "../../ui/history";
import { ProblemNote } from "../../ui/loaded";
import { words } from "../../words/passkeys";
import { signedIn, startSignIn } from "./sign-in";

/** A passkey instead of password and code: signs in, or proves it in the session that is open. */
export function ByPasskey({ shared }: { shared: boolean }) {
  const t = useText();
  const mutation = useMutation();
  if (!passkeysWork()) return null;
  const run = () =>
    account.get()
      ? mutation.run(stepUp, () => goBack())
      : mutation.run<Shape<"SignedIn">>(() => startSignIn(() => inDialog(() => enter(shared))), (session) => signedIn(session, shared));
  return (
    <div class="stack">
      <ProblemNote problem={mutation.problem} />
      <Button kind="main" wide busy={mutation.busy} onClick={() => void run()}>{t(words.use)}</Button>
      <p class="quiet small">{t(words.orPassword)}</p>
    </div>
  );
}

async function enter(sharedDevice: boolean) {
  const asked = await post<Shape<"PasskeyChallenge">>("/api/v1/auth/passkey/challenge", {});
  if (asked.state !== "done") return asked;
  const { proof, userHandle } = await signChallenge(asked.data);
  return post<Shape<"SignedIn">>("/api/v1/auth/passkey", { ...proof, userHandle, sharedDevice });
}
