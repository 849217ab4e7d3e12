/** What the phone stores in IndexedDB: answers to read offline and queued writes, each under its account. */
import { clear, createStore, delMany, entries, get, keys, set, type UseStore } from "idb-keyval";

/** The prefix of the keys of answers. */
export const ANSWERS = "read ";

let opened: UseStore | undefined;

/** Opened when first used: it throws where the browser has no IndexedDB. */
function store(): UseStore {
  return (opened ??= createStore("xinqiao", "kept"));
}

/** undefined also where the browser has no storage. */
export async function getStored<T>(key: string): Promise<T | undefined> {
  try {
    return await get<T>(key, store());
  } catch {
    return undefined;
  }
}

/** False where it could not be stored. */
export async function setStored(key: string, value: unknown): Promise<boolean> {
  try {
    await set(key, value, store());
    return true;
  } catch {
    return false;
  }
}

export async function listStored<T>(prefix: string): Promise<T[]> {
  try {
    const all = await entries<string, T>(store());
    return all.filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
  } catch {
    return [];
  }
}

/** Removes every key with this prefix. */
export async function removeStored(prefix: string): Promise<void> {
  await removeWhere((key) => key.startsWith(prefix));
}

/** Removes every key with none of these prefixes. */
export async function removeStoredExcept(...prefixes: string[]): Promise<void> {
  await removeWhere((key) => !prefixes.some((prefix) => key.startsWith(prefix)));
}

async function removeWhere(matches: (key: string) => boolean): Promise<void> {
  try {
    await delMany((await keys<string>(store())).filter(matches), store());
  } catch {
    // Nothing was stored.
  }
}

export async function clearStored(): Promise<void> {
  try {
    await clear(store());
  } catch {
    // Nothing was stored.
  }
}
