/** Who uses this phone now. The session itself is a cookie that no script can read. */
import { Value } from "./value";
import { clearKept, READ, removeAllBut, removeKept } from "./store";

/** `shared`: on a telephone that others use too, nothing is kept and the app signs out by itself (P7). */
export interface Account {
  accountId: string;
  shared: boolean;
}

const KEPT = "account";
/** A sign-out that the server has not heard of. On a shared phone it is owed from the first moment: its tab may just be closed. */
const OWED = "sign-out-owed";
/** Whose pushes this phone shows, as which device the server knows it, and when the server was last told. */
export const RINGS = "push-on";
export const DEVICE = "push-device";
export const TOLD = "push-told";
/** When a shared phone was last touched. */
export const TOUCHED = "touched";

/** undefined: nobody is signed in here. */
export const account = new Value<Account | undefined>(first());
/** Whose session ended by itself, and may go on where it was: nobody has signed in since. Never of a shared phone. */
export const lapsed = new Value<string | undefined>(undefined);
/** Rises with each sign-out: what was being written goes, too. */
export const left = new Value(0);
let stored = true;

function first(): Account | undefined {
  try {
    const text = sessionStorage.getItem(KEPT) ?? localStorage.getItem(KEPT);
    return text ? (JSON.parse(text) as Account) : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers who signed in. What somebody else saw on this phone goes; what they have yet to send waits for them. */
export async function enter(who: Account): Promise<void> {
  await removeAllBut(`${READ}${who.accountId} `, "wait ");
  if (who.shared || recall(RINGS) !== who.accountId) void silence();
  forget();
  // A sign-out still owed was the session's before; made good now, it would end this one.
  settled();
  stored = keepIn(who.shared ? "session" : "local", KEPT, JSON.stringify(who));
  if (who.shared) keepIn("local", OWED, randomKey());
  lapsed.set(undefined);
  account.set(who);
}

/** The session of `who` is over, by whichever way: nothing that was seen can be read any more; writes that wait stay for their next sign-in. */
export async function lapse(who: Account | undefined): Promise<void> {
  // An answer to whoever was here before says nothing of who is here now.
  if (!who || account.get() !== who) return;
  lapsed.set(who.shared ? undefined : who.accountId);
  forget();
  account.set(undefined);
  await removeKept(`${READ}${who.accountId} `);
}

/** Leaves nothing behind: the screen at once, then answers, waiting writes, pushes, and the session on the server. */
export async function leave(): Promise<void> {
  keepIn("local", OWED, randomKey());
  lapsed.set(undefined);
  left.set(left.get() + 1);
  forget();
  account.set(undefined);
  await Promise.all([clearKept(), silence(), settle()]);
}

/** A sign-out that could not reach the server is made good before anything else is asked. */
export async function settle(): Promise<void> {
  const owed = recall(OWED);
  if (!owed || account.get()) return;
  try {
    const headers = { "Idempotency-Key": randomKey() };
    const answer = await fetch("/api/v1/auth/session", { method: "DELETE", headers });
    // Somebody else may have come meanwhile, who owes one of their own.
    if ((answer.ok || answer.status === 401) && recall(OWED) === owed) settled();
  } catch {
    // No network: tried again when there is one, and before the next sign-in.
  }
}

/** All tabs have one session: what was done in another counts here, too. */
export function hear(): void {
  const now = first();
  if (stored && now?.accountId !== account.get()?.accountId) account.set(now);
}

export function listen(): void {
  addEventListener("storage", ({ key }) => {
    if (key !== null && key !== KEPT && key !== OWED) return;
    // A shared account is its tab's own; whoever comes or goes in another ends it.
    drop("session", KEPT);
    hear();
  });
  addEventListener("online", () => void settle());
  // A page that the browser had put away heard of nothing.
  addEventListener("pageshow", hear);
  document.addEventListener("visibilitychange", hear);
}

/** 128 random bits in hex: for Idempotency-Key. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** This phone rings no more, and what it showed goes. */
export async function silence(): Promise<void> {
  for (const key of [RINGS, DEVICE, TOLD]) drop("local", key);
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    for (const shown of (await registration?.getNotifications?.()) ?? []) shown.close();
    const subscription = await registration?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  } catch {
    // Where there is no push there is nothing to end. The server ends it with the session.
  }
}

function forget(): void {
  drop("session", KEPT);
  drop("session", TOUCHED);
  drop("local", TOLD);
  drop("local", KEPT);
}

function settled(): void {
  drop("local", OWED);
}

type Where = "session" | "local";

function storage(where: Where): Storage {
  return where === "session" ? sessionStorage : localStorage;
}

/** False without storage: then it lasts as long as the page, and the server's own limit ends the session. */
function keepIn(where: Where, key: string, value: string): boolean {
  try {
    storage(where).setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

function drop(where: Where, key: string): void {
  try {
    storage(where).removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
