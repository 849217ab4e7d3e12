/** A draft that also stands on the phone, under the account. How it is written there, and for how long, is its kind's. */
import { useEffect, useRef, useState } from "preact/hooks";
import { account } from "../storage/session";
import { ANSWERS, getStored, removeStored, setStored } from "../storage/store";
import { useDraft } from "./draft";

export interface Keeping {
  /** Milliseconds after the last change. */
  lifetime: number;
  /** What is stored of a value, beside the time; undefined where nothing can be. */
  write: (who: string, value: unknown) => Promise<object | undefined>;
  /** The value of what was stored; undefined where it cannot be read. */
  read: <T>(who: string, kept: object) => Promise<{ value: T } | undefined>;
}

interface Kept {
  at: number;
}

/** Where it stands: an expired session removes the account's answers and leaves its drafts. undefined: nowhere, as the phone is shared. */
function place(key: string): { name: string; who: string } | undefined {
  const who = account.get();
  return who && !who.shared ? { name: `${ANSWERS}${who.accountId}/draft ${key};`, who: who.accountId } : undefined;
}

async function find<T>(key: string, keeping: Keeping): Promise<{ value: T; at: number } | undefined> {
  const at = place(key);
  const kept = at && (await getStored<Kept>(at.name));
  if (!kept) return undefined;
  const opened = Date.now() - kept.at < keeping.lifetime ? await keeping.read<T>(at.who, kept) : undefined;
  if (!opened) await removeStored(at.name);
  return opened && { value: opened.value, at: kept.at };
}

/** When it was kept; undefined where it was not, also as the person signed out meanwhile. */
async function keep(key: string, value: unknown, keeping: Keeping): Promise<number | undefined> {
  const to = place(key);
  const at = Date.now();
  const written = to && (await keeping.write(to.who, value));
  if (!written || place(key)?.name !== to.name) return undefined;
  return (await setStored(to.name, { ...written, at })) ? at : undefined;
}

/** As `useDraft`. `ready`: the phone was asked; before, nothing may be typed. `savedAt`: when it was last kept. */
export function useKeptDraft<T>(key: string, start: T, keeping: Keeping) {
  const [value, setValue, forgetValue] = useDraft<T>(key, start, { stored: true });
  const [asked, setAsked] = useState<{ key: string; savedAt: number | undefined }>();
  const last = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    let current = true;
    void find<T>(key, keeping).then((found) => {
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
      // In order: what was typed last stays.
      last.current = last.current.then(() => keep(key, next, keeping)).then((at) => at && setAsked({ key, savedAt: at }));
      return next;
    });
  const forget = () => {
    forgetValue();
    const at = place(key);
    if (at) void last.current.then(() => removeStored(at.name));
  };
  return { value, set, forget, ready: asked?.key === key, savedAt: asked?.savedAt };
}
