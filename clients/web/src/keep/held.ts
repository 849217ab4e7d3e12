/** What somebody was writing when the screen went without their wish: held in memory alone, for them alone, for that screen alone. */
import { account, lapsed } from "./session";

interface Held {
  value: unknown;
  who: string;
  /** The screen it was written on. */
  path: string;
}

const held = new Map<string, Held>();
const HELP = "/help";

/** Holds it for whoever looks at the helplines for a moment, or has to sign in once more. Anybody else who leaves lets it go. */
export function hold(name: string, value: unknown, who: string | undefined, path: string): void {
  if (who && (lapsed.get() === who || (account.get()?.accountId === who && location.pathname === HELP))) held.set(name, { value, who, path });
}

export function take<T>(name: string): T | undefined {
  const found = held.get(name);
  held.delete(name);
  return found?.who === account.get()?.accountId ? (found?.value as T) : undefined;
}

/** They went elsewhere: it is not wanted any more. */
export function passed(path: string): void {
  for (const [name, one] of held) if (path !== HELP && path !== one.path) held.delete(name);
}

addEventListener("pagehide", () => held.clear());
account.watch((who) => {
  if (who ? [...held.values()].some((one) => one.who !== who.accountId) : !lapsed.get()) held.clear();
});
