/** Ordinary writes made without network. They leave in order, with their key, for the same account alone. */
import { problemOf, tooLate, type Problem } from "../api/problem";
import type { Words } from "../text";
import { account, hear, lapse, randomKey } from "./session";
import { listKept, removeKept, setKept } from "./store";
import { Value } from "./value";

export interface Waiting {
  id: string;
  at: number;
  account: string;
  method: "post" | "put" | "delete";
  path: string;
  init: object;
  key: string;
  version?: number;
  words: Words;
  /** Why it was refused when it got through: shown until the person has seen it. */
  problem?: Problem;
}

/** What waits for the person who is signed in, oldest first. */
export const waiting = new Value<Waiting[]>([]);

const AGAIN = 30_000;
/** The server knows a key for three days (jobs/purge.py): sent later, what came through after all would be done twice. */
const LONGEST = 2 * 86_400_000;
let flushing = false;
let sendOne: ((one: Waiting) => Promise<{ status: number; ok: boolean; error?: unknown }>) | undefined;
let told: (() => void) | undefined;

/** False where the phone keeps nothing. */
export async function add(one: Omit<Waiting, "id" | "at">): Promise<boolean> {
  const entry = { ...one, id: randomKey(), at: Date.now() };
  const kept = await setKept(slot(entry), entry);
  await look();
  return kept;
}

/** The person has seen why it was refused. */
export async function drop(one: Waiting): Promise<void> {
  await removeKept(slot(one));
  await look();
}

/** Starts sending what waits: now, when the network is back, and every half minute. */
export function start(send: NonNullable<typeof sendOne>, afterwards: () => void): void {
  sendOne = send;
  told = afterwards;
  window.addEventListener("online", () => void flush());
  account.watch(() => void look().then(flush));
  setInterval(() => waiting.get().some((one) => !one.problem) && void flush(), AGAIN);
  void look().then(flush);
}

/** Two tabs may send the same write at once: its key makes that one. */
export async function flush(): Promise<void> {
  if (flushing || !sendOne) return;
  flushing = true;
  let sent = 0;
  try {
    hear();
    await look(); // another tab may have sent some
    for (const one of waiting.get().filter((entry) => !entry.problem)) {
      if (!(await settled(one, sendOne))) break;
      sent += 1;
    }
  } catch {
    // Still no network.
  } finally {
    flushing = false;
    if (sent) {
      await look();
      told?.();
    }
  }
}

/** False where this one waits on, and with it those behind it. */
async function settled(one: Waiting, send: NonNullable<typeof sendOne>): Promise<boolean> {
  const who = account.get();
  if (one.account !== who?.accountId) return false;
  const late = Date.now() - one.at > LONGEST;
  const { status, ok, error } = late ? { status: 0, ok: false, error: undefined } : await send(one);
  if (status === 401) await lapse(who);
  if (status === 401 || status === 429 || status >= 500) return false;
  if (ok) await removeKept(slot(one));
  else await setKept(slot(one), { ...one, problem: late ? tooLate() : problemOf(status, error) });
  return true;
}

async function look(): Promise<void> {
  const who = account.get();
  const all = who ? await listKept<Waiting>(`wait ${who.accountId} `) : [];
  waiting.set(all.sort((a, b) => a.at - b.at));
}

function slot(one: Waiting): string {
  return `wait ${one.account} ${one.id}`;
}
