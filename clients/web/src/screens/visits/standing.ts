import type { Shape } from "../../api/client";
import type { Words } from "../../text";
import type { Tone } from "../../ui/cells";
import { words } from "../../words/visits";

type Visit = Shape<"Visit">;

export const TONES: Record<Visit["state"], Tone> = { proposed: "soon", move_asked: "soon", confirmed: "calm", declined: "still", cancelled: "still", recorded: "calm", missed: "still" };

/** How a visit stands, as its reader says it: who asked for another time waits for the teacher. */
export function standingOf(visit: Visit): Words {
  if (visit.waitsForMe && visit.state === "proposed") return words.pleaseAnswer;
  return visit.state === "move_asked" && visit.canAnswer ? words.waitsTeacher : words.states[visit.state];
}
