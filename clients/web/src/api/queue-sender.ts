/** Sends what was queued without network: in order, each write with its key, for the same account alone. Loaded once the first page shows. */
import { account, expireSession, syncAccount } from "../storage/session";
import { removeStored, setStored } from "../storage/store";
import { tooLate } from "../words/queue-sender";
import { localProblem, problemOf } from "./problem";
import { type QueuedWrite, queuedWrites, reload, storageKey } from "./queue";
import { refetchAll } from "./read";
import { send } from "./send";

const RETRY_EVERY = 30_000;
/** The server remembers a key for three days (jobs/purge.py): a write sent later might be done twice. */
const LONGEST = 2 * 86_400_000;
let flushing = false;

/** The person has seen why it was refused. */
export async function dismiss(write: QueuedWrite): Promise<void> {
  await removeStored(storageKey(write));
  await reload();
}

/** Sends what is queued: now, when the network returns, and every half minute. */
export function startQueue(): void {
  window.addEventListener("online", () => void flush());
  account.watch(() => void reload().then(flush));
  setInterval(() => queuedWrites.get().some((write) => !write.problem) && void flush(), RETRY_EVERY);
  void reload().then(flush);
}

/** Two tabs may send the same write at once: the server does it once by its key. */
export async function flush(): Promise<void> {
  if (flushing) return;
  flushing = true;
  let sent = 0;
  try {
    syncAccount();
    await reload(); // another tab may have sent some
    for (const write of queuedWrites.get().filter((entry) => !entry.problem)) {
      if (!(await sendQueued(write))) break;
      sent += 1;
    }
  } catch {
    // Still no network.
  } finally {
    flushing = false;
    if (sent) {
      await reload();
      refetchAll();
    }
  }
}

/** False where this write stays queued, and with it those behind it. */
async function sendQueued(write: QueuedWrite): Promise<boolean> {
  const who = account.get();
  if (write.account !== who?.accountId) return false;
  const expired = Date.now() - write.at > LONGEST;
  const { status, ok, error } = expired ? { status: 0, ok: false, error: undefined } : await sendOne(write);
  if (status === 401) await expireSession(who);
  if (status === 401 || status === 429 || status >= 500) return false;
  if (ok) await removeStored(storageKey(write));
  else await setStored(storageKey(write), { ...write, problem: expired ? localProblem("too-late", tooLate) : problemOf(status, error) });
  return true;
}

async function sendOne(write: QueuedWrite): Promise<Awaited<ReturnType<typeof send>>> {
  const init = write.sealed ? await (await import("./sealed")).open(write) : write.init;
  return send(write.method, write.path, init, write.key, write.version);
}
