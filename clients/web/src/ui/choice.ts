import { useState } from "preact/hooks";
import { account, signOuts } from "../storage/session";

const chosen = new Map<string, unknown>();
let owner = account.get()?.accountId;

signOuts.watch(() => chosen.clear());
account.watch((who) => {
  if (who && who.accountId !== owner) chosen.clear();
  owner = who?.accountId ?? owner;
});

/**
 * What somebody chose in a list, as a class or a role, while the app stays open. A list is drawn again beside what was opened from it and on
 * the way back, and goes on where it was.
 */
export function useChoice<T>(key: string, start: T): [value: T, choose: (value: T) => void] {
  const [value, setValue] = useState(() => (chosen.has(key) ? (chosen.get(key) as T) : start));
  return [
    value,
    (next) => {
      choose(key, next);
      setValue(next);
    },
  ];
}

/** Has the list begin there the next time. */
export function choose(key: string, value: unknown): void {
  chosen.set(key, value);
}
