/**
 * What somebody is writing: in memory alone, so that a wrong tap loses nothing and the phone keeps nothing.
 * It goes when it is sent, with a sign-out, with another person, with the page, and half an hour after the last letter.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { account, left } from "./session";

/** `path`: the only screen it lives on, for what the next pair of eyes must not find. */
interface Draft {
  value: unknown;
  at: number;
  path: string | undefined;
}

const LASTS = 30 * 60_000;
const HELP = "/help";
const drafts = new Map<string, Draft>();
let whose = account.get();

const forgetAll = () => drafts.clear();
left.watch(forgetAll);
addEventListener("pagehide", forgetAll);
account.watch((who) => {
  // A session that merely ended leaves them to the same person's next sign-in; on a shared phone nobody waits for that.
  if (whose?.shared || (who && who.accountId !== whose?.accountId)) forgetAll();
  whose = who ?? whose;
});

/** Another screen was opened: what lived on one alone goes, unless its writer only looks at the helplines. */
export function passed(path: string): void {
  for (const [key, draft] of drafts) if (draft.path && path !== HELP && path !== draft.path) drafts.delete(key);
}

function recall<T>(key: string): T | undefined {
  const kept = drafts.get(key);
  return kept && Date.now() - kept.at < LASTS ? (kept.value as T) : undefined;
}

type Change<T> = T | ((before: T) => T);

/**
 * `key` says what is written: where it is written again, it goes on. `here`: on this screen alone. `forget`: it was sent.
 * A change by function is of what stands there now: what arrives by itself must not undo a tap of the same moment.
 */
export function useDraft<T>(key: string, start: T, { here = false } = {}): [value: T, set: (change: Change<T>) => void, forget: () => void] {
  const [shown, show] = useState(() => ({ key, value: recall<T>(key) ?? start }));
  // A screen may go on to another thing without being left: that has a text of its own.
  const value = shown.key === key ? shown.value : (recall<T>(key) ?? start);
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
    const ask = (event: BeforeUnloadEvent) => {
      if (here || !drafts.has(key)) return;
      event.preventDefault();
      event.returnValue = "";
    };
    addEventListener("beforeunload", ask);
    addEventListener("pagehide", forget);
    return () => {
      removeEventListener("beforeunload", ask);
      removeEventListener("pagehide", forget);
    };
  }, [key]);
  return [value, set, forget];
}
