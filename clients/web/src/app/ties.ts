/** What the person is has changed: a class, a child or a role ended or began. Nothing that was stored before stays, and all that shows is asked for again. */
import { useEffect } from "preact/hooks";
import type { Home } from "../api/home";
import { refetchAll } from "../api/read";
import { account } from "../storage/session";
import { ANSWERS, removeStored } from "../storage/store";
import { getItem, setItem } from "../storage/web-storage";

/** Whose ties the phone's stored answers are from, and which. */
const TIES = "ties";

let seen = getItem("local", TIES);

/** Also what is recorded when it is read is asked for again: an open page of what is no longer theirs goes. */
export function useTies(home: Home | undefined): void {
  const who = account.get();
  const now = home && who && `${who.accountId} ${home.orgs.map(({ orgId, ties, children }) => [orgId, ties, children.map((child) => child.className)].join(" ")).join()}`;
  useEffect(() => {
    if (!now || now === seen) return;
    const same = seen?.startsWith(`${who.accountId} `);
    seen = now;
    setItem("local", TIES, now);
    if (same) void removeStored(`${ANSWERS}${who.accountId} `).then(refetchAll);
  }, [now]);
}
