import type { Shape } from "../../../api/client";
import { useText } from "../../../text";
import { isoDay, plainDay } from "../../../text/time";
import { Cell, Cells } from "../../../ui/cells";
import { Section } from "../../../ui/page";
import { words } from "../../../words/plan";
import type { Family } from "./plan-wish";
import type { CampaignPath } from "./types";

type Plan = Shape<"CampaignPlan">;
type Left = Plan["unplaced"][number];

interface UnplacedProps {
  plan: Plan;
  path: CampaignPath;
  onOpen: ((family: Family) => void) | undefined;
}

/** Families that do not fit: first those whose fix was computed, then who asked to be called, and folded together who has not answered. */
export function Unplaced({ plan, path, onOpen }: UnplacedProps) {
  const t = useText();
  const silent = plan.unplaced.filter((family) => family.reason === "no_answer");
  const others = plan.unplaced.filter((family) => family.reason !== "no_answer").sort((a, b) => rank(b) - rank(a));
  return (
    <Section title={words.unplaced}>
      {others.length > 0 && <Families of={others} plan={plan} path={path} onOpen={onOpen} />}
      {silent.length > 0 && (
        <details class="more-said">
          <summary>{t(words.silent(silent.length))}</summary>
          {silent.some((family) => family.canAnswer) && <p class="quiet small">{t(words.silentMore)}</p>}
          <Families of={silent} plan={plan} path={path} onOpen={onOpen} />
        </details>
      )}
    </Section>
  );
}

/** The more families a computed fix lets in, the earlier. */
function rank(family: Left): number {
  return family.reason === "call_me" ? 0 : (family.fix?.families ?? -1);
}

/** Who has given no time leads to writing down what the family says; of the others it can be wished how they are planned. */
function Families({ of, plan, path, onOpen }: UnplacedProps & { of: Left[] }) {
  const t = useText();
  return (
    <Cells>
      {of.map((family) => {
        const asks = family.canAnswer && (waits(family) || !onOpen);
        const open = onOpen && (() => onOpen({ ...family, wish: "best", answer: family.canAnswer ? answerOf(path, family.studentId) : undefined }));
        return (
          <Cell key={family.studentId} href={asks ? answerOf(path, family.studentId) : undefined} onClick={asks ? undefined : open} subtitle={<Why family={family} zone={plan.timeZone} />}>
            {[family.studentName, ...family.siblings].join(t(words.comma))}
          </Cell>
        );
      })}
    </Cells>
  );
}

function Why({ family, zone }: { family: Left; zone: string }) {
  const t = useText();
  const missed = family.missedAt && <>{t(words.missedBefore(plainDay(isoDay(family.missedAt, zone))))}<br /></>;
  const reason = t(words.reasons[family.reason]);
  const { fix } = family;
  const when = fix?.day ? plainDay(fix.day) : "";
  const room = fix?.kind === "window" && when ? t(words.room(when)) : "";
  if (family.reason === "no_answer") return <>{missed}{room}</>;
  const how = waits(family) ? t(words.enter) + (room && t(words.semicolon) + room) : fix && t(words.fix(t(words.fixes[fix.kind]), when, fix.families));
  return <>{missed}{family.siblingElsewhere && <>{t(words.siblingElsewhere)}<br /></>}{family.clashes ? `${reason} · ${t(words.clashes(family.clashes))}` : reason}{how && <><br />{how}</>}</>;
}

function waits(family: Left): boolean {
  return family.reason === "no_answer" || family.reason === "call_me";
}

function answerOf(path: CampaignPath, studentId: string): string {
  return `/visits/availability/${path.org_id}/${studentId}`;
}
