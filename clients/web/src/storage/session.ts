/** Who uses this phone now. The session itself is a cookie that no script can read. */
import { ANSWERS, clearStored, removeStored, removeStoredExcept } from "./store";
import { Value } from "./value";
import { getItem, removeItem, setItem } from "./web-storage";

/** `shared`: other people use this phone too. Nothing is stored on it, and the app signs out by itself (P7). */
export interface Account {
  accountId: string;
  shared: boolean;
}

const ACCOUNT = "account";
/** A sign-out that the server may not know of. A shared phone sets it at sign-in: its tab may be closed without a word. */
const PENDING_SIGN_OUT = "sign-out-owed";
/** Whose pushes this phone shows, the server's id of the device, and the day of its last renewal. */
export const PUSH_ACCOUNT = "push-on";
export const PUSH_DEVICE = "push-device";
export const PUSH_RENEWED_ON = "push-told";
/** When a shared phone was last touched. */
export const LAST_TOUCH = "touched";

/** undefined: nobody is signed in here. */
export const account = new Value<Account | undefined>(readAccount());
/** The account whose session expired, until somebody signs in: the same person continues where they were. Never of a shared phone. */
export const expiredAccount = new Value<string | undefined>(undefined);
/** Counts sign-outs: drafts are discarded with each. */
export const signOuts = new Value(0);
let accountStored = true;

function readAccount(): Account | undefined {
  const text = getItem("session", ACCOUNT) ?? getItem("local", ACCOUNT);
  try {
    return text ? (JSON.parse(text) as Account) : undefined;
  } catch {
    return undefined;
  }
}

/** Stores who signed in. Answers of another account are removed; its queued writes stay until it signs in again. */
export async function startSession(who: Account): Promise<void> {
  await removeStoredExcept(ANSWERS + who.accountId, "wait ");
  if (who.shared || getItem("local", PUSH_ACCOUNT) !== who.accountId) void stopPush();
  removeAccount();
  // A pending sign-out was of the session before; finishing it now would end this one.
  removeItem("local", PENDING_SIGN_OUT);
  accountStored = setItem(who.shared ? "session" : "local", ACCOUNT, JSON.stringify(who));
  if (who.shared) setItem("local", PENDING_SIGN_OUT, randomKey());
  expiredAccount.set(undefined);
  account.set(who);
}

/** The server has ended the session of `who`. Stored answers go; queued writes stay until the next sign-in. */
export async function expireSession(who: Account | undefined): Promise<void> {
  // An answer to an earlier account says nothing about the present one.
  if (!who || account.get() !== who) return;
  expiredAccount.set(who.shared ? undefined : who.accountId);
  removeAccount();
  account.set(undefined);
  await removeStored(`${ANSWERS}${who.accountId} `);
}

/** Clears the screen at once, then stored answers, queued writes, pushes, and the session on the server. */
export async function signOut(): Promise<void> {
  setItem("local", PENDING_SIGN_OUT, randomKey());
  expiredAccount.set(undefined);
  signOuts.set(signOuts.get() + 1);
  removeAccount();
  account.set(undefined);
  await Promise.all([clearStored(), stopPush(), finishSignOut()]);
}

/** Tells the server of a sign-out that it has not heard of, before anything else is requested. */
export async function finishSignOut(): Promise<void> {
  const pending = getItem("local", PENDING_SIGN_OUT);
  if (!pending || account.get()) return;
  try {
    const headers = { "Idempotency-Key": randomKey() };
    const response = await fetch("/api/v1/auth/session", { method: "DELETE", headers });
    // Another person may have signed in meanwhile, with a pending sign-out of their own.
    if ((response.ok || response.status === 401) && getItem("local", PENDING_SIGN_OUT) === pending) removeItem("local", PENDING_SIGN_OUT);
  } catch {
    // No network: tried again once there is, and before the next sign-in.
  }
}

/** All tabs share one session: takes over what another tab stored. */
export function syncAccount(): void {
  const stored = readAccount();
  if (accountStored && stored?.accountId !== account.get()?.accountId) account.set(stored);
}

export function watchOtherTabs(): void {
  addEventListener("storage", ({ key }) => {
    if (key !== null && key !== ACCOUNT && key !== PENDING_SIGN_OUT) return;
    // A shared account belongs to its tab alone; a sign-in or sign-out in another tab ends it.
    removeItem("session", ACCOUNT);
    syncAccount();
  });
  addEventListener("online", () => void finishSignOut());
  // A page that the browser had frozen received no storage events.
  addEventListener("pageshow", syncAccount);
  document.addEventListener("visibilitychange", syncAccount);
}

/** 128 random bits in hex: for Idempotency-Key. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Ends pushes on this phone and closes the notifications that it shows. */
export async function stopPush(): Promise<void> {
  for (const key of [PUSH_ACCOUNT, PUSH_DEVICE, PUSH_RENEWED_ON]) removeItem("local", key);
  try {
    const registration = await closeNotifications();
    const subscription = await registration?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  } catch {
    // No push support: nothing to end. The server ends pushes with the session.
  }
}

/** Closes the notifications that this phone shows: their messages are being read, or their reader has left. */
export async function closeNotifications(): Promise<ServiceWorkerRegistration | undefined> {
  const registration = await navigator.serviceWorker?.getRegistration();
  for (const notification of (await registration?.getNotifications?.()) ?? []) notification.close();
  return registration;
}

function removeAccount(): void {
  removeItem("session", ACCOUNT);
  removeItem("session", LAST_TOUCH);
  removeItem("local", PUSH_RENEWED_ON);
  removeItem("local", ACCOUNT);
}
