import type { Shape } from "../../../api/client";
import { useText } from "../../../text";
import { plainDay } from "../../../text/time";
import { Cell, Cells } from "../../../ui/cells";
import { Section } from "../../../ui/page";
import { words } from "../../../words/plan";
import type { Family } from "./plan-wish";
import type { CampaignPath } from "./types";

type Plan = Shape<"CampaignPlan">;
type Left = Plan["unplaced"][number];

/** Families without an answer lead to writing down what they say; of the others it can be wished how they are planned. */
export function Unplaced({ plan, path, onOpen }: { plan: Plan; path: CampaignPath; onOpen: (family: Family) => void }) {
  return (
    <Section title={words.unplaced}>
      <Cells>
        {plan.unplaced.map((family) => {
          const asks = family.canAnswer && waits(family);
          const open = () => onOpen({ ...family, wish: "best", answer: family.canAnswer ? answerOf(path, family.studentId) : undefined });
          return (
            <Cell key={family.studentId} href={asks ? answerOf(path, family.studentId) : undefined} onClick={asks ? undefined : open} subtitle={<Why family={family} />}>
              {family.studentName}
            </Cell>
          );
        })}
      </Cells>
    </Section>
  );
}

function Why({ family }: { family: Left }) {
  const t = useText();
  const reason = t(words.reasons[family.reason]);
  const { fix } = family;
  const when = fix?.day ? plainDay(fix.day) : "";
  const room = fix?.kind === "window" && when ? t(words.room(when)) : "";
  const how = waits(family) ? t(words.enter) + room : fix && t(words.fix(t(words.fixes[fix.kind]), when && `${when} `, fix.families));
  return <>{family.clashes ? `${reason} · ${t(words.clashes(family.clashes))}` : reason}{how && <><br />{how}</>}</>;
}

function waits(family: Left): boolean {
  return family.reason === "no_answer" || family.reason === "call_me";
}

function answerOf(path: CampaignPath, studentId: string): string {
  return `/visits/availability/${path.org_id}/${studentId}`;
}
