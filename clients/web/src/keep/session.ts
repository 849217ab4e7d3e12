/** Who uses this phone now. The session itself is a cookie that no script can read. */
import { Value } from "./value";
import { clearKept } from "./store";

/** `shared`: on a telephone that others use too, nothing is kept and the app signs out by itself (P7). */
export interface Account {
  accountId: string;
  shared: boolean;
}

const KEPT = "account";
const OWED = "sign-out-owed";

/** undefined: nobody is signed in here. */
export const account = new Value<Account | undefined>(first());
/** A session ended by itself, and nobody has signed in since. */
export const lapsed = new Value(false);

/** Rises with each sign-out: what was being written goes, too. */
export const left = new Value(0);

function first(): Account | undefined {
  try {
    const text = sessionStorage.getItem(KEPT) ?? localStorage.getItem(KEPT);
    return text ? (JSON.parse(text) as Account) : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers who signed in. What somebody else left on this phone goes. */
export async function enter(who: Account): Promise<void> {
  const before = account.get();
  if (before && before.accountId !== who.accountId) await clearKept();
  forget();
  // A sign-out still owed was the session's before; made good now, it would end this one.
  settled();
  try {
    // A shared phone forgets with the tab.
    (who.shared ? sessionStorage : localStorage).setItem(KEPT, JSON.stringify(who));
  } catch {
    // Without storage the session lasts as long as the page.
  }
  lapsed.set(false);
  account.set(who);
}

/** The session of `who` is over, by whichever way; waiting writes of this person stay for their next sign-in. */
export function lapse(who: Account | undefined): void {
  // An answer to whoever was here before says nothing of who is here now.
  if (account.get() !== who) return;
  lapsed.set(who !== undefined);
  account.set(undefined);
}

/** Leaves nothing behind: answers, waiting writes, the push subscription, and the session on the server. */
export async function leave(): Promise<void> {
  remember(OWED, "1");
  left.set(left.get() + 1);
  forget();
  await clearKept();
  await unsubscribe();
  account.set(undefined);
  // Once more: an answer may have come while things were cleared. From here on none is kept.
  await clearKept();
  await settle();
}

/** A sign-out that could not reach the server is made good before anything else is asked. */
export async function settle(): Promise<void> {
  if (!recall(OWED)) return;
  try {
    const headers = { "Idempotency-Key": randomKey() };
    const answer = await fetch("/api/v1/auth/session", { method: "DELETE", headers });
    if (answer.ok || answer.status === 401) settled();
  } catch {
    // No network: the next start tries again.
  }
}

/** 128 random bits in hex: for Idempotency-Key. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function unsubscribe(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    const subscription = await registration?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  } catch {
    // Where there is no push there is nothing to end.
  }
}

function forget(): void {
  try {
    sessionStorage.removeItem(KEPT);
    localStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept.
  }
}

function settled(): void {
  try {
    localStorage.removeItem(OWED);
  } catch {
    // Nothing was owed.
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the server's own limit ends the session.
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
