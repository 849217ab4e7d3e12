import type { Shape } from "../../api/client";
import { type Say, useText, type Words } from "../../text";
import { Tag } from "../../ui/cells";
import { cases } from "../../words/observations";

type Observation = Shape<"Observation">;

export function subjectOf(observation: Pick<Observation, "studentName" | "className">, t: Say): string {
  return observation.studentName ? `${observation.studentName} · ${observation.className}` : t(cases.noName(observation.className));
}

/** The status as tags; red only for urgent. */
export function StatusTags({ of }: { of: Observation }) {
  const t = useText();
  const tags: [Words, "urgent" | "soon" | "calm" | "still"][] = [];
  if (of.urgent && of.state !== "done") tags.push([cases.urgent, "urgent"]);
  if (of.late) tags.push([cases.late, "soon"]);
  else if (of.waits && of.state !== "done") tags.push([cases.waits, "soon"]);
  if (!of.waits || of.state === "done") tags.push([cases.states[of.state], of.state === "done" ? "still" : "calm"]);
  return <>{tags.map(([words, tone]) => <span key={words[1]}><Tag tone={tone}>{t(words)}</Tag> </span>)}</>;
}
