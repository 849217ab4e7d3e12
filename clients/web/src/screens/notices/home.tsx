/** Notices on the first screen. */
import type { JSX } from "preact";
import type { Shape } from "../../api/client";
import { type Home, zonesOf } from "../../api/home";
import type { Say } from "../../text";
import { day } from "../../text/time";
import { Cell, Tag } from "../../ui/cells";
import { words } from "../../words/frame/notices";

/** Urgent notices to be read or answered: before everything else. */
export const urgentNeeds = (home: Home, t: Say) => cellsOf(home, t, true);

/** Notices to be answered; more than the answer holds are one line that leads to the list. */
export function noticeNeeds(home: Home, t: Say): JSX.Element[] {
  const cells = cellsOf(home, t, false);
  const others = home.noticesWaiting - home.notices.length;
  return others > 0 ? [...cells, <Cell key="others" href="/notices">{t(words.others(others))}</Cell>] : cells;
}

function cellsOf(home: Home, t: Say, urgent: boolean): JSX.Element[] {
  const zones = zonesOf(home);
  const when = (notice: Shape<"HomeNotice">) => {
    const zone = zones.get(notice.orgId);
    return notice.answerBy ? t(words.answerBy(day(notice.answerBy, zone))) : day(notice.sentAt, zone);
  };
  return home.notices.filter((notice) => !notice.urgent !== urgent).map((notice) => (
    <Cell
      key={notice.noticeId}
      href={`/notices/${notice.orgId}/${notice.noticeId}`}
      subtitle={[notice.children.map((name) => [<span class="named">{name}</span>, " · "]), when(notice)]}
      trailing={<Tag tone={urgent ? "urgent" : "soon"}>{t(words.kinds[urgent ? "read" : notice.kind])}</Tag>}
    >
      {notice.title}
    </Cell>
  ));
}
