import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { clock, fullDay, isoDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { LoadMore } from "../../ui/load-more";
import { Empty, Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { words } from "../../words/class";
import { words as visitWords } from "../../words/visits";

type Visit = Shape<"Visit">;

interface Props {
  orgId: number;
  studentId: string;
  zone: string;
}

/** What there was with the family, the newest first: visits of this school year, and contacts. */
export function Timeline({ orgId, studentId, zone }: Props) {
  const path = { org_id: orgId };
  const contacts = usePages("/api/v1/orgs/{org_id}/contacts", { path, query: { studentId } });
  const visits = useRead("/api/v1/orgs/{org_id}/visits", { path, query: { studentId, from: `${schoolYear(zone)}T00:00:00Z`, limit: 100 } });
  const past = visits.data?.items.filter((visit) => Date.parse(visit.endsAt) < Date.now() || visit.state === "recorded") ?? [];
  // Visits older than what is shown of the contacts come with "more".
  const oldest = contacts.loadMore ? contacts.items[contacts.items.length - 1]?.at : undefined;
  const shown = past.filter((visit) => !oldest || Date.parse(visit.startsAt) >= Date.parse(oldest));
  const entries = [
    ...contacts.items.map((contact) => ({ at: contact.at, cell: <Contact key={contact.contactId} contact={contact} orgId={orgId} zone={zone} /> })),
    ...shown.map((visit) => ({ at: visit.startsAt, cell: <VisitCell key={visit.visitId} visit={visit} /> })),
  ].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <Section title={words.contacts}>
      <Loaded of={contacts.first}>
        {() => (entries.length || visits.loading ? <Cells>{entries.map((entry) => entry.cell)}</Cells> : <Empty words={words.noContacts} />)}
      </Loaded>
      <LoadMore pages={contacts} words={words.older} />
    </Section>
  );
}

/** 1 September, where the school is. */
function schoolYear(zone: string): string {
  const today = isoDay(new Date(), zone);
  const year = Number(today.slice(0, 4));
  return `${today.slice(5, 7) >= "09" ? year : year - 1}-09-01`;
}

function VisitCell({ visit }: { visit: Visit }) {
  const t = useText();
  return (
    <Cell href={`/visits/${visit.orgId}/${visit.visitId}`} subtitle={visit.team.map((member) => member.name).join("、")} trailing={<Tag tone={visit.canRecord ? "soon" : "still"}>{t(visit.canRecord ? visitWords.toRecord : visitWords.states[visit.state])}</Tag>}>
      {t(visitWords.one)} · {fullDay(visit.startsAt, visit.timeZone)} {clock(visit.startsAt, visit.timeZone)}
    </Cell>
  );
}

function Contact({ contact, orgId, zone }: { contact: Shape<"ContactLogged">; orgId: number; zone: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const path = { org_id: orgId, contact_id: contact.contactId };
  const note = useRead(open ? "/api/v1/orgs/{org_id}/contacts/{contact_id}/note" : null, { path }, { secret: true });
  return (
    <li>
      <div class="cell">
        <span class="what">
          <span>{t(words.channels[contact.channel])} · {fullDay(contact.at, zone)} {clock(contact.at, zone)}</span>
          <span class="under">{[contact.loggedByName, contact.guardianName].filter(Boolean).join(" · ")}</span>
          {open && <Loaded of={note}>{(data) => <span class="text">{data.text}</span>}</Loaded>}
        </span>
        {contact.hasNote && !open && <Button kind="plain" onClick={() => setOpen(true)}>{t(words.openNote)}</Button>}
      </div>
    </li>
  );
}
