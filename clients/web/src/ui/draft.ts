/**
 * What a person is writing, in memory alone: a wrong tap loses nothing, and the phone stores nothing.
 * A draft ends when it is sent, with a sign-out, with another person, with the page, and half an hour after the last change.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { account, signOuts } from "../storage/session";
import { currentPath } from "./history";

/** `path`: the only screen on which the draft exists, for text that the next person with the phone must not find. */
interface Draft {
  value: unknown;
  at: number;
  path: string | undefined;
}

const LIFETIME = 30 * 60_000;
const HELP = "/help";
const drafts = new Map<string, Draft>();
let owner = account.get();

const forgetAll = () => drafts.clear();
signOuts.watch(forgetAll);
addEventListener("pagehide", forgetAll);
account.watch((who) => {
  // After an expired session the same person may sign in again and continue, but not on a shared phone.
  if (owner?.shared || (who && who.accountId !== owner?.accountId)) forgetAll();
  owner = who ?? owner;
});

// Drafts that belong to one screen end when another opens, except the helplines.
currentPath.watch((path) => {
  for (const [key, draft] of drafts) if (draft.path && path !== HELP && path !== draft.path) drafts.delete(key);
});

function storedDraft<T>(key: string): T | undefined {
  const draft = drafts.get(key);
  return draft && Date.now() - draft.at < LIFETIME ? (draft.value as T) : undefined;
}

type Change<T> = T | ((before: T) => T);

/**
 * `key` says what is written: writing the same again continues the draft. `here`: on this screen alone. `forget`: it was sent.
 * `stored`: it stands on the phone as well (`useStoredDraft`), so leaving the page needs no warning.
 * A change by function applies to the latest value: data that arrives by itself must not undo a tap of the same moment.
 */
export function useDraft<T>(key: string, start: T, { here = false, stored = false } = {}): [value: T, set: (change: Change<T>) => void, forget: () => void] {
  const [shown, show] = useState(() => ({ key, value: storedDraft<T>(key) ?? start }));
  // A screen may change to another key without being left.
  const value = shown.key === key ? shown.value : (storedDraft<T>(key) ?? start);
  const first = useRef(start);
  const latest = useRef(value);
  latest.current = value;
  const set = (change: Change<T>) => {
    const next = typeof change === "function" ? (change as (before: T) => T)(latest.current) : change;
    latest.current = next;
    drafts.set(key, { value: next, at: Date.now(), path: here ? location.pathname : undefined });
    show({ key, value: next });
  };
  const forget = () => {
    drafts.delete(key);
    show({ key, value: first.current });
  };
  useEffect(() => {
    const askBeforeLeaving = (event: BeforeUnloadEvent) => {
      if (here || (stored && !owner?.shared) || !drafts.has(key)) return;
      event.preventDefault();
      event.returnValue = "";
    };
    const leave = () => {
      if (!stored) forget();
    };
    addEventListener("beforeunload", askBeforeLeaving);
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("beforeunload", askBeforeLeaving);
      removeEventListener("pagehide", leave);
    };
  }, [key]);
  return [value, set, forget];
}
