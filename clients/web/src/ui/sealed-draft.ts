/**
 * A draft of confidential text that stands on its writer's phone alone, sealed by a key that leaves this browser in no way.
 * For text of which the service must not know that it is being written. It goes with a sign-out, and three days after the last change.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { seal, unseal } from "../api/sealed";
import { account } from "../storage/session";
import { ANSWERS, getStored, removeStored, setStored } from "../storage/store";
import { useDraft } from "./draft";

const LIFETIME = 3 * 24 * 60 * 60_000;

interface Kept {
  at: number;
  sealed: unknown;
}

/** Where it stands, as drafts of ordinary text do. undefined: nowhere, as the phone is shared. */
function place(key: string): { name: string; who: string } | undefined {
  const who = account.get();
  return who && !who.shared ? { name: `${ANSWERS}${who.accountId}/draft ${key};`, who: who.accountId } : undefined;
}

async function find<T>(key: string): Promise<{ value: T; at: number } | undefined> {
  const at = place(key);
  const kept = at && (await getStored<Kept>(at.name));
  if (!kept) return undefined;
  const opened = Date.now() - kept.at < LIFETIME ? await unseal<{ value: T }>(at.who, kept.sealed) : undefined;
  if (!opened) await removeStored(at.name);
  return opened && { ...opened, at: kept.at };
}

/** When it was kept; undefined where it was not, also as the person signed out meanwhile. */
async function keep(key: string, value: unknown): Promise<number | undefined> {
  const to = place(key);
  const at = Date.now();
  const sealed = to && (await seal(to.who, { value }));
  if (!sealed || place(key)?.name !== to.name) return undefined;
  return (await setStored(to.name, { at, sealed } satisfies Kept)) ? at : undefined;
}

/** As `useDraft`. `ready`: the phone was asked; before, nothing may be typed. `savedAt`: when it was last kept. */
export function useSealedDraft<T>(key: string, start: T) {
  const [value, setValue, forgetValue] = useDraft<T>(key, start, { stored: true });
  const [asked, setAsked] = useState<{ key: string; savedAt: number | undefined }>();
  const last = useRef<Promise<unknown>>(Promise.resolve());
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
      // In order: what was typed last stays.
      last.current = last.current.then(() => keep(key, next)).then((at) => at && setAsked({ key, savedAt: at }));
      return next;
    });
  const forget = () => {
    forgetValue();
    const at = place(key);
    if (at) void last.current.then(() => removeStored(at.name));
  };
  return { value, set, forget, ready: asked?.key === key, savedAt: asked?.savedAt };
}
