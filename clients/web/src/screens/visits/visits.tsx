import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { orgsWith, useHome } from "../../api/home";
import { useIsQueued } from "../../api/is-queued";
import { useRead } from "../../api/read";
import { write } from "../../api/write";
import { account } from "../../storage/session";
import { same, useText, type Words } from "../../text";
import { day, isoDay, plainDay, weekday } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cells, Tag } from "../../ui/cells";
import { DayCell } from "../../ui/day-cell";
import { Empty, Loaded } from "../../ui/loaded";
import { Named } from "../../ui/named";
import { Page, Section } from "../../ui/page";
import { undoable } from "../../ui/undo";
import { words as sheetWords } from "../../words/run-sheet";
import { own } from "../../words/own-visit";
import { words } from "../../words/visits";
import { askNeeds } from "./home";
import { isUpcoming, status, tone, unanswered } from "./status";

type Visit = Shape<"Visit">;
type Availability = Shape<"MyAvailability">;

/** The person's visits in all organisations, and the family's availability. */
export default function Visits() {
  const t = useText();
  const home = useHome();
  const guardian = home.data?.orgs.some((org) => org.children.length > 0) ?? false;
  const leads = orgsWith(home.data, "class_teacher").length > 0;
  const read = useRead("/api/v1/me/visits", undefined, { store: true });
  return (
    <Page title={words.title} tab="/visits">
      <Loaded of={read}>
        {({ visits, availability }) => {
          const agreed = unanswered(home.data);
          const waits = (visit: Visit) => visit.waitsForMe || agreed.has(visit.visitId);
          const waiting = visits.filter(waits);
          const coming = visits.filter((visit) => isUpcoming(visit) && !waits(visit));
          const past = visits.filter((visit) => !isUpcoming(visit) && !waits(visit)).reverse();
          const asked = home.data ? askNeeds(home.data, t) : [];
          return (
            <>
              {asked.length > 0 && <Section title={words.chooseTimes}><Cells>{asked}</Cells></Section>}
              {waiting.length > 0 && <Section title={words.waiting}><List visits={waiting} agreed={agreed} /></Section>}
              <RunSheets visits={coming} />
              {coming.length > 0 && <Section title={words.coming}><List visits={coming} /></Section>}
              {!visits.length && <Empty words={guardian ? words.none : leads ? words.noneLead : words.noneTeam} />}
              {guardian && <Section title={words.availability}><AvailabilityList availability={availability} /></Section>}
              {guardian && <a class="button main" href="/visits/availability">{t(words.giveTimes)}</a>}
              {past.length > 0 && <Section title={words.past}><List visits={past} /></Section>}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** The next days on which the reader makes visits. */
function RunSheets({ visits }: { visits: Visit[] }) {
  const t = useText();
  const me = account.get()?.accountId;
  const made = visits.filter((visit) => visit.state === "confirmed" && visit.team.some((member) => member.accountId === me));
  const days = new Map(made.map((visit) => [`/visits/${visit.orgId}/day?on=${isoDay(visit.startsAt, visit.timeZone)}`, visit]));
  return <>{[...days].slice(0, 2).map(([href, visit]) => <a key={href} class="button" href={href}>{t(sheetWords.open(day(visit.startsAt, visit.timeZone)))}</a>)}</>;
}

function List({ visits, agreed }: { visits: Visit[]; agreed?: Set<string> }) {
  const t = useText();
  const home = useHome().data;
  return (
    <Cells>
      {visits.map((visit) => (
        <DayCell key={visit.visitId} startsAt={visit.startsAt} endsAt={visit.endsAt} zone={visit.timeZone} href={`/visits/${visit.orgId}/${visit.visitId}`} subtitle={<><Named id={visit.studentId} name={visit.studentName} home={home} />{[...visit.siblings.map((name) => `、${name}`), " · ", visit.team.map((member) => member.name).join("、")].join("")}</>} trailing={agreed?.has(visit.visitId) ? <Tag tone="soon">{t(own.pleaseConfirm)}</Tag> : <Tag tone={tone(visit)}>{t(status(visit))}</Tag>} />
      ))}
    </Cells>
  );
}

function AvailabilityList({ availability }: { availability: Availability[] }) {
  const t = useText();
  const home = useHome().data;
  const isQueued = useIsQueued();
  const me = account.get()?.accountId;
  const [gone, setGone] = useState<string[]>([]);
  const current = availability.filter((entry) => !entry.endedAt && !gone.includes(entry.availabilityId));
  if (!current.length) return <Empty words={words.noAvailability} />;
  const end = ({ orgId, availabilityId }: Availability) => {
    setGone([...gone, availabilityId]);
    const path = { org_id: orgId, availability_id: availabilityId };
    const send = () => write("post", "/api/v1/orgs/{org_id}/availability/{availability_id}/end", { path, queueAs: words.waitsTakeBack });
    undoable(words.takenBack, send, () => setGone((all) => all.filter((one) => one !== availabilityId)));
  };
  return (
    <Cells>
      {current.map((entry) => (
        <li key={entry.availabilityId}>
          <div class="cell">
            <span class="what">
              <span>{t(dayWords(entry))} {entry.fromTime}–{entry.toTime}</span>
              <span class="under"><Named id={entry.studentId} name={entry.studentName} home={home} />{["", entry.guardianId === me ? t(words.mine) : entry.guardianName, entry.place ?? t(words.places[entry.placeKind])].join(" · ")}</span>
            </span>
            {isQueued(/end$/, { org_id: entry.orgId, availability_id: entry.availabilityId }) ? <Tag tone="still">{t(words.waitsEnd)}</Tag> : entry.canEnd && <Button kind="plain" onClick={() => end(entry)}>{t(words.takeBack)}</Button>}
          </div>
        </li>
      ))}
    </Cells>
  );
}

export function dayWords(entry: { weekday: number | null; onDate: string | null }): Words {
  if (entry.onDate) return same(plainDay(entry.onDate));
  const name = weekday(entry.weekday ?? 1);
  return words.every(name);
}
