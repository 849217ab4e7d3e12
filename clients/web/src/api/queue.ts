/** Ordinary writes made without network: where they wait until queue-sender.ts sends them. */
import { account, randomKey } from "../storage/session";
import { listStored, setStored } from "../storage/store";
import { Value } from "../storage/value";
import type { Words } from "../text";
import type { Problem } from "./problem";

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

/** The queue of the person who is signed in, oldest first. */
export const queuedWrites = new Value<QueuedWrite[]>([]);

/** False where the phone has no storage. */
export async function enqueue(write: Omit<QueuedWrite, "id" | "at">): Promise<boolean> {
  const entry = { ...write, id: randomKey(), at: Date.now() };
  const stored = await setStored(storageKey(entry), entry);
  await reload();
  return stored;
}

/** Another tab may have queued or sent some. */
export async function reload(): Promise<void> {
  const who = account.get();
  const all = who ? await listStored<QueuedWrite>(`wait ${who.accountId} `) : [];
  queuedWrites.set(all.sort((a, b) => a.at - b.at));
}

/** Where a queued write is stored. */
export function storageKey(write: QueuedWrite): string {
  return `wait ${write.account} ${write.id}`;
}
