import type { Shape } from "../../../api/client";
import { useText } from "../../../text";
import { plainDay, weekday } from "../../../text/time";
import { Cell, Cells } from "../../../ui/cells";
import { Section } from "../../../ui/page";
import { words } from "../../../words/plan";

type Plan = Shape<"CampaignPlan">;

/** Where the school calendar was used: days without visits, and make-up workdays with the hours of another weekday. */
export function CalendarDays({ plan }: { plan: Plan }) {
  const t = useText();
  const until = plan.holidaysKnownUntil;
  if (!plan.days.length && until === null) return null;
  return (
    <Section title={words.calendar}>
      {plan.days.length > 0 && (
        <Cells>
          {plan.days.map((day) => (
            <Cell key={day.day} subtitle={`${[day.name, day.name && day.kind !== "usual" ? "" : t(words.dayKinds[day.kind])].filter(Boolean).join(t(words.comma))} · ${t(day.weekday ? words.hoursOf(weekday(day.weekday, "long")) : words.noVisits)}`}>{plainDay(day.day)}</Cell>
          ))}
        </Cells>
      )}
      {until !== null && <p class="note">{t(words.unknownAfter(until + 1))}</p>}
    </Section>
  );
}
