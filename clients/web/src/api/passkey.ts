/** Passkeys: what the browser's dialog makes and signs, and the calls around it. Loaded with the screens that use it. */
import { say } from "../text";
import { deviceName } from "../text/device";
import { words } from "../words/passkeys";
import type { Shape } from "./client";
import { type WriteResult, write } from "./write";

const toBytes = (text: string) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes: ArrayBuffer | null) => btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (ids: string[]) => ids.map((id) => ({ type: "public-key" as const, id: toBytes(id) }));

/** Whether the app was opened by an address of numbers: none can have passkeys. */
export const isNumbered = () => /^[\d.]+$|:/.test(location.hostname);

/** Whether this browser has passkeys, and this address may. */
export const passkeysWork = () => "PublicKeyCredential" in window && isSecureContext && !isNumbered();

/** A result of the browser's dialog; `refused` where the person closed it, or the device has no passkey. */
export async function inDialog<T>(run: () => Promise<WriteResult<T>>): Promise<WriteResult<T>> {
  try {
    return await run();
  } catch {
    return { state: "refused", problem: { slug: "passkey-closed", status: 0, message: say(words.closed), errors: [] } };
  }
}

/** Has the device sign a challenge. Rejects where the person closes the dialog. */
export async function signChallenge(asked: Shape<"PasskeyChallenge">) {
  const found = await navigator.credentials.get({ publicKey: { challenge: toBytes(asked.challenge), rpId: asked.rpId, allowCredentials: known(asked.credentialIds), userVerification: "required" } });
  const { rawId, response } = found as PublicKeyCredential & { response: AuthenticatorAssertionResponse };
  const proof = { credentialId: toText(rawId), clientData: toText(response.clientDataJSON), authenticatorData: toText(response.authenticatorData), signature: toText(response.signature) };
  return { proof, userHandle: toText(response.userHandle) };
}

/** Proves a passkey in the open session, which may open confidential text for an hour then. */
export const stepUp = () =>
  inDialog<unknown>(async () => {
    const asked = await write("post", "/api/v1/me/passkeys/challenge", {});
    if (asked.state !== "done") return asked;
    return write("post", "/api/v1/me/passkeys/proof", { body: (await signChallenge(asked.data)).proof });
  });

/** Runs a write; where it needs a proof and the person has a passkey, asks for that and runs it again. */
export async function withProof<T>(hasPasskey: boolean, run: () => Promise<WriteResult<T>>): Promise<WriteResult<T>> {
  const first = await run();
  if (!hasPasskey || first.state !== "refused" || !/^(proof|step-up)-needed$/.test(first.problem.slug)) return first;
  const proved = await stepUp();
  return proved.state === "refused" ? proved : run();
}

/** Has the device make a passkey, named after it. */
export const addPasskey = (hasPasskey: boolean, body: Shape<"PasskeyWanted">) =>
  inDialog<unknown>(async () => {
    const asked = await withProof(hasPasskey, () => write("post", "/api/v1/me/passkeys/options", { body }));
    if (asked.state !== "done") return asked;
    const { challenge, rpId, userId, userName, algorithms, exclude } = asked.data;
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: toBytes(challenge),
        rp: { id: rpId, name: say(words.service) },
        user: { id: toBytes(userId), name: userName, displayName: userName },
        pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: known(exclude),
        authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
        attestation: "none",
      },
    });
    const { rawId, response } = made as PublicKeyCredential & { response: AuthenticatorAttestationResponse };
    return write("post", "/api/v1/me/passkeys", { body: { name: deviceName(navigator.userAgent), credentialId: toText(rawId), clientData: toText(response.clientDataJSON), attestation: toText(response.attestationObject) } });
  });
