import { useHome } from "../../api/home";
import { useRead } from "../../api/read";
import { named, useText } from "../../text";
import { shortDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { words } from "../../words/lectures";

/** What a guardian came to, for each school of their children (N2); nothing for others. */
export function Own() {
  const t = useText();
  const home = useHome();
  const own = useRead("/api/v1/me/lectures/training", {}, { store: true });
  if (!own.data?.length) return null;
  return (
    <Cells>
      {own.data.map((one) => {
        const org = home.data?.orgs.find((org) => org.orgId === one.orgId);
        return <Cell key={one.orgId} subtitle={[org && t(named(org)), t(words.ownMeetings(one.meetings))].filter(Boolean).join(" · ")}>{t(one.trainedAt ? words.ownTrained(shortDay(one.trainedAt, org?.timeZone)) : words.ownUntrained)}</Cell>;
      })}
    </Cells>
  );
}
