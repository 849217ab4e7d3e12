/**
 * A draft of ordinary text that also stands on the phone, under the account: closing the page or the app loses nothing.
 * It ends when it is sent, with a sign-out, when another person signs in, and after two weeks. A shared phone stores none.
 */
import { useEffect, useState } from "preact/hooks";
import { account } from "../storage/session";
import { ANSWERS, getStored, removeStored, setStored } from "../storage/store";
import { useDraft } from "./draft";

interface StoredDraft<T> {
  value: T;
  at: number;
}

const LIFETIME = 14 * 24 * 60 * 60_000;

/** Where it stands: an expired session removes the account's answers and leaves its drafts. undefined: nowhere. */
function place(key: string): string | undefined {
  const who = account.get();
  return who && !who.shared ? `${ANSWERS}${who.accountId}/draft ${key};` : undefined;
}

async function find<T>(key: string): Promise<StoredDraft<T> | undefined> {
  const name = place(key);
  const found = name ? await getStored<StoredDraft<T>>(name) : undefined;
  if (!name || !found || Date.now() - found.at < LIFETIME) return found;
  await removeStored(name);
  return undefined;
}

/** As `useDraft`. `ready`: the phone was asked; before, nothing may be typed. `savedAt`: when it was last stored. */
export function useStoredDraft<T>(key: string, start: T) {
  const [value, setValue, forgetValue] = useDraft<T>(key, start, { stored: true });
  const [asked, setAsked] = useState<{ key: string; savedAt: number | undefined }>();
  useEffect(() => {
    let current = true;
    void find<T>(key).then((found) => {
      if (!current) return;
      if (found) setValue(found.value);
      setAsked({ key, savedAt: found?.at });
    });
    return () => {
      current = false;
    };
  }, [key]);
  const set = (change: (before: T) => T) =>
    setValue((before) => {
      const next = change(before);
      const name = place(key);
      const at = Date.now();
      if (name) void setStored(name, { value: next, at }).then((stored) => stored && setAsked({ key, savedAt: at }));
      return next;
    });
  const forget = () => {
    const name = place(key);
    forgetValue();
    if (name) void removeStored(name);
  };
  return { value, set, forget, ready: asked?.key === key, savedAt: asked?.savedAt };
}
