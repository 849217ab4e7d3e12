import type { Shape } from "../../api/client";
import type { Say } from "../../text";
import { day, shortDay } from "../../text/time";
import { words } from "../../words/class";

/** How it stands with a pupil's family: the next visit, the last ones, the last contact. */
export function lately(pupil: Shape<"PupilCoverage">, zone: string, t: Say): string | undefined {
  const said = [
    pupil.nextAt && t(words.next(day(pupil.nextAt, zone))),
    pupil.onSiteAt && t(words.visitedOn(shortDay(pupil.onSiteAt, zone))),
    pupil.onlineAt && t(words.onlineOn(shortDay(pupil.onlineAt, zone))),
    pupil.contactedAt && t(words.contactedOn(shortDay(pupil.contactedAt, zone))),
  ].filter(Boolean);
  return said.length ? said.join(" · ") : undefined;
}
