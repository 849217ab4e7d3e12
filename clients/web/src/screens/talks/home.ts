/** Counselling on the first screen. */
import { type Home, zonesOf } from "../../api/home";
import type { HomeDate } from "../../ui/features";
import { words } from "../../words/frame/talks";

export function talkDates(home: Home): HomeDate[] {
  const zones = zonesOf(home);
  return home.next.map((talk): HomeDate => {
    // A counsellor without a second factor is not told who comes.
    const what = talk.studentName === null ? words.privateTalk : words.talk;
    return {
      key: talk.bookingId,
      studentId: talk.studentId,
      startsAt: talk.startsAt,
      endsAt: talk.endsAt,
      zone: zones.get(talk.orgId),
      href: `/talks/${talk.orgId}/${talk.bookingId}`,
      what: [`${what[0]}，${words.modes[talk.mode][0]}`, `${what[1]}, ${words.modes[talk.mode][1]}`],
      studentName: talk.studentName,
      staffName: talk.counsellorName,
      agreed: true,
    };
  });
}
