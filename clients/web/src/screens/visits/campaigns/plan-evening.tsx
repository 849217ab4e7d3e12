import type { Shape } from "../../../api/client";
import { useText, type Words } from "../../../text";
import { clock, deadline, isoDay, plainDay, span } from "../../../text/time";
import { Cell, Cells, Tag, type Tone } from "../../../ui/cells";
import { Section } from "../../../ui/page";
import { words } from "../../../words/plan";
import type { Family } from "./plan-wish";

type Planned = Shape<"PlannedDay">;
type Visit = Planned["visits"][number];

const TONES: Partial<Record<Visit["answer"], Tone>> = { confirmed: "calm", done: "calm", move_asked: "soon", to_record: "soon", missed: "soon", declined: "soon", not_answered: "soon" };

/** An evening with its families in order. What was proposed opens its visit; of the others it can be wished how they are planned. */
export function Evening({ evening, firstDay, zone, orgId, onOpen }: { evening: Planned; firstDay: string; zone: string; orgId: number; onOpen: ((family: Family) => void) | undefined }) {
  const t = useText();
  // Nobody can be kept on an evening that is too soon to be planned.
  const eveningId = evening.day < firstDay ? undefined : evening.eveningId;
  return (
    <Section title={words.evening(plainDay(evening.day), evening.team.map((member) => member.name).join(" "))}>
      <Cells>
        {evening.visits.map((visit) => {
          const open = onOpen && (() => onOpen({ ...visit, wish: eveningId === undefined ? "best" : wishOf(visit), eveningId }));
          return (
            <Cell key={visit.studentId} href={visit.visitId ? `/visits/${orgId}/${visit.visitId}` : undefined} onClick={isOpen(visit) ? open : undefined} subtitle={<Under visit={visit} zone={zone} />} trailing={<Tags visit={visit} zone={zone} />}>
              {[visit.studentName, ...visit.siblings].join(t(words.comma))}
            </Cell>
          );
        })}
      </Cells>
      {evening.travel !== null && evening.visits.length > 1 && <p class="quiet small">{t(words.way(evening.travel))}</p>}
    </Section>
  );
}

function wishOf(visit: Visit): Family["wish"] {
  if (visit.pinned) return "pin";
  return visit.preferred ? "prefer" : "best";
}

/** Whether a plan still decides on the family: nothing was proposed to it. */
function isOpen(visit: Visit): boolean {
  return !visit.visitId && (visit.answer === "planned" || visit.answer === "queued");
}

function Under({ visit, zone }: { visit: Visit; zone: string }) {
  const t = useText();
  const wish = visit.answer === "move_asked" && visit.wishedAt ? ` · ${t(words.wishedFor(span(visit.wishedAt, new Date(Date.parse(visit.wishedAt) + Date.parse(visit.endsAt) - Date.parse(visit.startsAt)).toISOString(), zone)))}` : "";
  const missed = visit.missedAt && visit.answer !== "missed" && visit.answer !== "done" ? ` · ${t(words.missedBefore(plainDay(isoDay(visit.missedAt, zone))))}` : "";
  return <>{`${clock(visit.startsAt, zone)}–${clock(visit.endsAt, zone)}${visit.siblingElsewhere ? ` · ${t(words.siblingElsewhere)}` : ""}${visit.approximate ? ` · ${t(words.approximate)}` : ""}${wish}${missed}`}</>;
}

function Tags({ visit, zone }: { visit: Visit; zone: string }) {
  const t = useText();
  const answer: Words | undefined = visit.answer === "asked" && visit.heldUntil ? words.askedUntil(deadline(visit.heldUntil, zone)) : visit.answer === "move_asked" && !visit.wishedAt ? words.familyChooses : words.answers[visit.answer];
  return (
    <>
      {(visit.pinned || visit.preferred) && isOpen(visit) && <Tag>{t(visit.pinned ? words.pinned : words.preferred)}</Tag>}
      {answer && <Tag tone={TONES[visit.answer] ?? "still"}>{t(answer)}</Tag>}
    </>
  );
}
