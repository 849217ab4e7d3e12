/** What the person is has changed: a class, a child or a role ended or began. Nothing that was stored before stays, and all that shows is asked for again. */
import { useEffect } from "preact/hooks";
import type { Home } from "../api/home";
import { refetchAll } from "../api/read";
import { type Account, account } from "../storage/session";
import { ANSWERS, getStored, removeStored, setStored } from "../storage/store";

/** What was seen on a shared phone, which stores nothing. */
const seen = new Map<string, string>();

/** Also what is recorded when it is read is asked for again: an open page of what is no longer theirs goes. */
export function useTies(home: Home | undefined): void {
  const who = account.get();
  const now = home && who && home.orgs.map(({ orgId, ties, children }) => [orgId, ties, children.map((child) => child.className)].join(" ")).join();
  useEffect(() => {
    if (now) void compare(who, now);
  }, [now]);
}

/** What was seen stands among the stored answers, and goes with them when the session ends. */
async function compare(who: Account, now: string): Promise<void> {
  const answers = `${ANSWERS}${who.accountId} `, key = `${answers}ties`;
  const before = who.shared ? seen.get(key) : await getStored<string>(key);
  if (before === now) return;
  if (before) await removeStored(answers);
  if (who.shared) seen.set(key, now);
  else await setStored(key, now);
  if (before) refetchAll();
}
