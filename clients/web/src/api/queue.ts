/** Ordinary writes made without network. They are sent in order, each with its key, for the same account alone. */
import { account, expireSession, randomKey, syncAccount } from "../storage/session";
import { listStored, removeStored, setStored } from "../storage/store";
import { Value } from "../storage/value";
import type { Words } from "../text";
import { type Problem, problemOf, queuedTooLong } from "./problem";

export interface QueuedWrite {
  id: string;
  at: number;
  account: string;
  method: "post" | "put" | "delete";
  path: string;
  init: object;
  key: string;
  version?: number;
  words: Words;
  /** Its body is confidential (sealed.ts). */
  sealed?: boolean;
  /** Why the server refused it: shown until the person dismisses it. */
  problem?: Problem;
}

type Send = (write: QueuedWrite) => Promise<{ status: number; ok: boolean; error?: unknown }>;

/** The queue of the person who is signed in, oldest first. */
export const queuedWrites = new Value<QueuedWrite[]>([]);

const RETRY_EVERY = 30_000;
/** The server remembers a key for three days (jobs/purge.py): a write sent later might be done twice. */
const LONGEST = 2 * 86_400_000;
let flushing = false;
let send: Send | undefined;
let onSent: (() => void) | undefined;

/** False where the phone has no storage. */
export async function enqueue(write: Omit<QueuedWrite, "id" | "at">): Promise<boolean> {
  const entry = { ...write, id: randomKey(), at: Date.now() };
  const stored = await setStored(storageKey(entry), entry);
  await reload();
  return stored;
}

/** The person has seen why it was refused. */
export async function dismiss(write: QueuedWrite): Promise<void> {
  await removeStored(storageKey(write));
  await reload();
}

/** Sends what is queued: now, when the network returns, and every half minute. `afterwards` runs once something was sent. */
export function startQueue(sender: Send, afterwards: () => void): void {
  send = sender;
  onSent = afterwards;
  window.addEventListener("online", () => void flush());
  account.watch(() => void reload().then(flush));
  setInterval(() => queuedWrites.get().some((write) => !write.problem) && void flush(), RETRY_EVERY);
  void reload().then(flush);
}

/** Two tabs may send the same write at once: the server does it once by its key. */
export async function flush(): Promise<void> {
  if (flushing || !send) return;
  flushing = true;
  let sent = 0;
  try {
    syncAccount();
    await reload(); // another tab may have sent some
    for (const write of queuedWrites.get().filter((entry) => !entry.problem)) {
      if (!(await sendQueued(write, send))) break;
      sent += 1;
    }
  } catch {
    // Still no network.
  } finally {
    flushing = false;
    if (sent) {
      await reload();
      onSent?.();
    }
  }
}

/** False where this write stays queued, and with it those behind it. */
async function sendQueued(write: QueuedWrite, sender: Send): Promise<boolean> {
  const who = account.get();
  if (write.account !== who?.accountId) return false;
  const expired = Date.now() - write.at > LONGEST;
  const { status, ok, error } = expired ? { status: 0, ok: false, error: undefined } : await sender(write);
  if (status === 401) await expireSession(who);
  if (status === 401 || status === 429 || status >= 500) return false;
  if (ok) await removeStored(storageKey(write));
  else await setStored(storageKey(write), { ...write, problem: expired ? queuedTooLong() : problemOf(status, error) });
  return true;
}

async function reload(): Promise<void> {
  const who = account.get();
  const all = who ? await listStored<QueuedWrite>(`wait ${who.accountId} `) : [];
  queuedWrites.set(all.sort((a, b) => a.at - b.at));
}

function storageKey(write: QueuedWrite): string {
  return `wait ${write.account} ${write.id}`;
}
