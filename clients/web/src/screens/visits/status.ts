import type { Shape } from "../../api/client";
import type { Home } from "../../api/home";
import type { Words } from "../../text";
import type { Tone } from "../../ui/cells";
import { words } from "../../words/visits";

export type Visit = Shape<"Visit">;
export type VisitPath = { org_id: number; visit_id: string };

const OPEN_STATES: Visit["state"][] = ["proposed", "move_asked", "confirmed"];

/** Whether the visit may still take place. */
export function isUpcoming(visit: Visit): boolean {
  return OPEN_STATES.includes(visit.state) && Date.parse(visit.endsAt) > Date.now();
}

/** The team cannot come, and the family is asked to choose another time. */
export function isAsked(visit: Visit): boolean {
  return visit.state === "move_asked" && visit.wishedAt === null;
}

/** The status in the reader's terms: a guardian who asked for another time waits for the teacher. */
export function status(visit: Visit): Words {
  if (visit.canRecord) return words.toRecord;
  if (isAsked(visit)) return visit.canAnswer ? words.chooseTime : words.familyChooses;
  if (visit.state === "move_asked" && visit.canAnswer) return words.waitsTeacher;
  if (visit.state !== "proposed") return words.states[visit.state];
  if (visit.waitsForMe) return words.pleaseAnswer;
  return isUpcoming(visit) ? words.states.proposed : words.unanswered;
}

/** Visits at which something was agreed that waits for this guardian's word. */
export function unanswered(home: Home | undefined): Set<string> {
  // An answer that an older version of the app stored has no follow-ups.
  return new Set((home?.followUps ?? []).filter((followUp) => followUp.agreed).map((followUp) => followUp.visitId));
}

/** Amber where somebody has to act. */
export function tone(visit: Visit): Tone {
  if (visit.waitsForMe) return "soon";
  if (visit.state === "recorded" || visit.state === "confirmed") return "calm";
  return isUpcoming(visit) ? "soon" : "still";
}
