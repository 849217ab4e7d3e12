/** What the phone keeps: answers to read offline and writes that wait, each under the account it belongs to. */
import { clear, createStore, del, delMany, entries, get, keys, set } from "idb-keyval";

/** How the keys of answers begin. */
export const READ = "read ";

const store = lazily(() => createStore("xinqiao", "kept"));

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** undefined also where the browser has no storage: then nothing is kept, and the app works on. */
export async function getKept<T>(key: string): Promise<T | undefined> {
  try {
    return await get<T>(key, store());
  } catch {
    return undefined;
  }
}

/** False where it could not be kept. */
export async function setKept(key: string, value: unknown): Promise<boolean> {
  try {
    await set(key, value, store());
    return true;
  } catch {
    return false;
  }
}

export async function removeKept(key: string): Promise<void> {
  await del(key, store()).catch(() => undefined);
}

/** Forgets the answers that were kept to be read, and nothing that waits to be sent. */
export async function forgetReads(): Promise<void> {
  try {
    const all = await keys<string>(store());
    await delMany(all.filter((key) => key.startsWith(READ)), store());
  } catch {
    // Nothing was kept.
  }
}

export async function listKept<T>(prefix: string): Promise<T[]> {
  try {
    const all = await entries<string, T>(store());
    return all.filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
  } catch {
    return [];
  }
}

export async function clearKept(): Promise<void> {
  await clear(store()).catch(() => undefined);
}
