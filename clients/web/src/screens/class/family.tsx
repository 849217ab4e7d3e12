import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { same, useText } from "../../text";
import { plainDay, weekday } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { Empty, Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { Sealed } from "../../ui/sealed";
import { reachLink } from "../../ui/reach";
import { words } from "../../words/class";
import { words as visits } from "../../words/visits";

const PHONES = "/api/v1/orgs/{org_id}/students/{student_id}/family/phones";

/** The student's guardians in the order in which they are to be called, their numbers on record, and when visits suit them. */
export function Family({ orgId, studentId }: { orgId: number; studentId: string }) {
  const t = useText();
  const path = { org_id: orgId, student_id: studentId };
  const family = useRead("/api/v1/orgs/{org_id}/students/{student_id}/family", { path });
  const availability = useRead("/api/v1/orgs/{org_id}/students/{student_id}/availability", { path });
  return (
    <Section title={words.family}>
      <Loaded of={family}>
        {(members) =>
          members.length ? (
            <>
              <Cells>{members.map((member) => <Cell key={member.guardianId} trailing={t(words.relations[member.relation])}>{member.name}</Cell>)}</Cells>
              <Sealed path={PHONES} params={{ path }} button={words.openPhones}>
                {(phones) => <Calls phones={phones} members={members} />}
              </Sealed>
            </>
          ) : (
            <Empty words={words.noFamily} />
          )
        }
      </Loaded>
      {availability.data?.some((entry) => !entry.endedAt) && <h3>{t(visits.availabilityTitle)}</h3>}
      {availability.data?.filter((entry) => !entry.endedAt).map((entry) => (
        <p key={entry.availabilityId} class="quiet small">
          {entry.guardianName} · {entry.onDate ? plainDay(entry.onDate) : t(visits.every(weekday(entry.weekday ?? 1)))} {entry.fromTime}–{entry.toTime}
        </p>
      ))}
    </Section>
  );
}

function Calls({ phones, members }: { phones: Shape<"FamilyPhone">[]; members: Shape<"FamilyMember">[] }) {
  const t = useText();
  if (!phones.length) return <p class="quiet">{t(words.noPhones)}</p>;
  return (
    <>
      {phones.map((one) => {
        const member = members.find(({ guardianId }) => guardianId === one.guardianId);
        return <a key={one.guardianId} class="button" href={reachLink(one)}>{member && `${t(words.relations[member.relation])} ${t(same(member.name))} `}{one.phone ?? one.mail}</a>;
      })}
    </>
  );
}
