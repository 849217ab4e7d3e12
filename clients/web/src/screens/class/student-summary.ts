import type { Shape } from "../../api/client";
import type { Say } from "../../text";
import { day, shortDay } from "../../text/time";
import { words } from "../../words/class";

/** One line on a student's family: the next visit, the last ones, the last contact. */
export function studentSummary(student: Shape<"StudentCoverage">, zone: string, t: Say): string | undefined {
  const parts = [
    student.nextAt && t(words.next(day(student.nextAt, zone))),
    student.onsiteAt && t(words.visitedOn(shortDay(student.onsiteAt, zone))),
    student.videoAt && t(words.onlineOn(shortDay(student.videoAt, zone))),
    student.contactedAt && t(words.contactedOn(shortDay(student.contactedAt, zone))),
  ].filter(Boolean);
  return parts.length ? parts.join(" · ") : undefined;
}
