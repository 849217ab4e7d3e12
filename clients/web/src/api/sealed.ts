/** Confidential text that waits on a phone: sealed by a key that leaves this browser in no way, and goes with a sign-out. */
import { getStored, setStored } from "../storage/store";

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  text: ArrayBuffer;
}

/** Beside the queue of the account, and not in it. */
const place = (accountId: string) => `wait ${accountId}/key`;

/** undefined where the browser has no storage, or the app is not served over HTTPS. */
export async function seal(accountId: string, body: object): Promise<Sealed | undefined> {
  try {
    let key = await getStored<CryptoKey>(place(accountId));
    if (!key) {
      key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      if (!(await setStored(place(accountId), key))) return undefined;
    }
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, text: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(body))) };
  } catch {
    return undefined;
  }
}

/** What was sealed; undefined where its key is gone. */
export async function unseal<T>(accountId: string, sealed: unknown): Promise<T | undefined> {
  try {
    const key = await getStored<CryptoKey>(place(accountId));
    const { iv, text } = sealed as Sealed;
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key!, text))) as T;
  } catch {
    return undefined;
  }
}

/** A queued write's request with its body as it was written. */
export async function open({ account, init }: { account: string; init: object }): Promise<object> {
  return { ...init, body: await unseal(account, (init as { body: unknown }).body) };
}
