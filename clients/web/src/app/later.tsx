/** Parts of the frame that the first page does not wait for: they are fetched as soon as it shows. */
import { useEffect } from "preact/hooks";
import { followChanges } from "../api/changes";
import type { Home } from "../api/home";
import { startQueue } from "../api/queue-sender";
import { markUnattended } from "../api/unattended";
import { account, PUSH_ACCOUNT } from "../storage/session";
import { getItem } from "../storage/web-storage";
import { useText } from "../text";
import { Count } from "../ui/count";
import { goTo } from "../ui/history";
import { waiting } from "../ui/waiting";
import "./check-stored";
import "./forget-steps";
import { QueueNote } from "./queue-note";
import { ReadAloud } from "./read-aloud";
import { useTies } from "./ties";
import { UpdateNote } from "./update-note";

/** What stands above a page. */
export function AllNotes() {
  return (
    <>
      <UpdateNote />
      <QueueNote />
      <ReadAloud />
    </>
  );
}

startQueue();
followChanges();
markUnattended();
account.watch(renewPush);
renewPush();
// A tapped push opens its page in the window that is open already.
navigator.serviceWorker?.addEventListener("message", (event: MessageEvent<{ open?: string }>) => {
  if (event.data?.open) goTo(event.data.open);
});

/** The code for pushes is fetched only where this phone shows them. Without network the renewal waits until the next day. */
function renewPush(): void {
  if (account.get() && getItem("local", PUSH_ACCOUNT) === account.get()?.accountId) import("../push/push").then((push) => push.renew()).catch(() => undefined);
}

/** On a phone's tab: what waits behind it. Unread messages are no work: the first screen's link to them counts those. */
export function TabCount({ tab, home }: { tab: string; home: Home }) {
  return <Count of={waiting(tab, home, useText())} />;
}

/** The app's icon counts the urgent reports that wait; none once the person has signed out. The page says whether staff look at it, and what ended leaves it. */
export function Badge({ home }: { home: Home | undefined }): null {
  useTies(home);
  const count = home?.orgs.reduce((sum, org) => sum + org.observationsUrgent, 0);
  useEffect(() => {
    if (count !== undefined) navigator.setAppBadge?.(count).catch(() => undefined);
    return () => void navigator.setAppBadge?.(0).catch(() => undefined);
  }, [count]);
  // Families and students see at once where help is; for staff it is one link of many.
  const staff = home?.orgs.length !== 0 && home?.orgs.every((org) => !org.children.length && !org.roles.includes("student"));
  useEffect(() => void document.documentElement.toggleAttribute("data-staff", staff ?? false), [staff]);
  return null;
}
