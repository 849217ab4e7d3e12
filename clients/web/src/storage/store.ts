/** What the phone keeps: answers to read offline and writes that wait, each under the account it belongs to. */
import { clear, createStore, delMany, entries, get, keys, set } from "idb-keyval";

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

/** Everything whose key begins so. */
export async function removeKept(prefix: string): Promise<void> {
  await removeWhere((key) => key.startsWith(prefix));
}

export async function listKept<T>(prefix: string): Promise<T[]> {
  try {
    const all = await entries<string, T>(store());
    return all.filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);
  } catch {
    return [];
  }
}

/** Everything else. */
export async function removeAllBut(...prefixes: string[]): Promise<void> {
  await removeWhere((key) => !prefixes.some((prefix) => key.startsWith(prefix)));
}

async function removeWhere(gone: (key: string) => boolean): Promise<void> {
  try {
    await delMany((await keys<string>(store())).filter(gone), store());
  } catch {
    // Nothing was kept.
  }
}

export async function clearKept(): Promise<void> {
  await clear(store()).catch(() => undefined);
}
