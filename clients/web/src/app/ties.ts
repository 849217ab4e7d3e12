/** What the person is has changed: a class, a child or a role ended or began. Nothing that was stored before stays, and all that shows is asked for again. */
import { useEffect } from "preact/hooks";
import type { Home } from "../api/home";
import { refetchAll } from "../api/read";
import { account } from "../storage/session";
import { ANSWERS, getStored, removeStored, setStored } from "../storage/store";

/** Also what is recorded when it is read is asked for again: an open page of what is no longer theirs goes. */
export function useTies(home: Home | undefined): void {
  const who = account.get()?.accountId;
  const now = home && who && home.orgs.map(({ orgId, ties, children }) => [orgId, ties, children.map((child) => child.className)].join(" ")).join();
  useEffect(() => {
    if (now) void compare(`${ANSWERS}${who} `, now);
  }, [now]);
}

/** What was seen stands among the stored answers, and goes with them when the session ends. */
async function compare(answers: string, now: string): Promise<void> {
  const before = await getStored<string>(`${answers}ties`);
  if (before === now) return;
  if (before) await removeStored(answers);
  await setStored(`${answers}ties`, now);
  if (before) refetchAll();
}
