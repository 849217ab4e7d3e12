import { useHome } from "../api/home";
import { useText } from "../text";
import { words } from "../words/appointments";
import { words as visits } from "../words/frame/visits";
import { Cells, Tag } from "./cells";
import { DayCell } from "./day-cell";
import { features, type HomeDate } from "./features";
import { Section } from "./page";

interface Appointment extends Pick<HomeDate, "key" | "startsAt" | "endsAt" | "zone" | "href" | "what" | "agreed"> {
  /** It waits for the person who looks at it. */
  mine: boolean;
}

/** What is planned with this student in the next weeks, as the first screen knows it. Where nothing is, nothing shows. */
export function Appointments({ studentId }: { studentId: string }) {
  const t = useText();
  const home = useHome().data;
  if (!home) return null;
  const waiting = home.visits.filter((visit) => visit.waitsForMe && visit.studentId === studentId).map((visit): Appointment => ({
    key: visit.visitId, startsAt: visit.startsAt, endsAt: visit.endsAt, zone: visit.timeZone, href: `/visits/${visit.orgId}/${visit.visitId}`, what: visits.visit, agreed: true, mine: true,
  }));
  const dates = features().flatMap((feature) => feature.dates?.(home) ?? []).filter((date) => date.studentId === studentId).map((date): Appointment => ({ ...date, mine: false }));
  const all = [...waiting, ...dates].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  if (!all.length) return null;
  return (
    <Section title={words.title}>
      <Cells>
        {all.map(({ key, ...one }) => (
          <DayCell key={key} {...one} subtitle={t(one.what)} trailing={one.mine ? <Tag tone="soon">{t(words.mine)}</Tag> : one.agreed ? <Tag>{t(words.agreed)}</Tag> : <Tag tone="still">{t(words.proposed)}</Tag>} />
        ))}
      </Cells>
    </Section>
  );
}
