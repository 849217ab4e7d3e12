/** Counselling on the first screen. */
import type { JSX } from "preact";
import { type Home, zonesOf } from "../../api/home";
import type { Say } from "../../text";
import { Cell, Tag } from "../../ui/cells";
import { who } from "../../ui/day-cell";
import type { HomeDate } from "../../ui/features";
import { words } from "../../words/frame/talks";

export function talkDates(home: Home): HomeDate[] {
  const zones = zonesOf(home);
  return home.next.map((talk): HomeDate => {
    // A counsellor without a second factor is not told who comes.
    const what = talk.studentName === null ? words.privateTalk : words.talk;
    return {
      ...talk,
      key: talk.bookingId,
      zone: zones.get(talk.orgId),
      href: `/talks/${talk.orgId}/${talk.bookingId}`,
      what: [`${what[0]}，${words.modes[talk.mode][0]}`, `${what[1]}, ${words.modes[talk.mode][1]}`],
      staffName: talk.counsellorName,
      agreed: true,
    };
  });
}

/** Sessions that are over and not recorded. */
export function recordNeeds(home: Home, t: Say): JSX.Element[] {
  return home.needs.filter((need) => need.kind === "record_booking").map((need) => (
    <Cell key={need.resourceId} href={`/talks/${need.orgId}/${need.resourceId}`} trailing={<Tag tone="soon">{t(words.toRecord)}</Tag>}>{t(need.name ? words.talk : words.privateTalk)}{who(need.name)}</Cell>
  ));
}
