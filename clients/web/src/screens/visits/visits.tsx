import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { useMutation, useWaits, write } from "../../api/write";
import { useHome } from "../../orgs";
import { useText } from "../../text";
import { plainDay, span, weekday } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells, Tag } from "../../ui/cells";
import { Page, Section } from "../../ui/page";
import { Empty, Shown, Wrong } from "../../ui/shown";
import { tell } from "../../ui/toast";
import { parts } from "../../words/parts";
import { words } from "../../words/visits";
import { ahead, status, tone } from "./status";

type Visit = Shape<"Visit">;
type Availability = Shape<"MyAvailability">;

/** Visits of my children, my class or my team, in all organisations; and the times that suit my family. */
export default function Visits() {
  const t = useText();
  const home = useHome();
  const guardian = home.data?.orgs.some((org) => org.children.length > 0) ?? false;
  const mine = useRead("/api/v1/me/visits", undefined, { keep: true });
  return (
    <Page title={words.title} tab="/visits">
      <Shown of={mine}>
        {({ visits, availability }) => {
          const waiting = visits.filter((visit) => visit.waitsForMe);
          const coming = visits.filter((visit) => ahead(visit) && !visit.waitsForMe);
          const past = visits.filter((visit) => !ahead(visit) && !visit.waitsForMe).reverse();
          return (
            <>
              {waiting.length > 0 && <Section title={words.waiting}><List visits={waiting} /></Section>}
              {coming.length > 0 && <Section title={words.coming}><List visits={coming} /></Section>}
              {!visits.length && <Empty words={guardian ? words.none : words.noneTeam} />}
              {guardian && <Section title={words.availability}><AvailabilityList availability={availability} /></Section>}
              {guardian && <a class="button main" href="/visits/availability">{t(words.giveTimes)}</a>}
              {past.length > 0 && <Section title={words.past}><List visits={past} /></Section>}
            </>
          );
        }}
      </Shown>
    </Page>
  );
}

function List({ visits }: { visits: Visit[] }) {
  const t = useText();
  return (
    <Cells>
      {visits.map((visit) => (
        <Cell key={visit.visitId} href={`/visits/${visit.orgId}/${visit.visitId}`} under={[visit.studentName, visit.team.map((one) => one.name).join("、")].join(" · ")} more={<Tag tone={tone(visit)}>{t(status(visit))}</Tag>}>
          {span(visit.startsAt, visit.endsAt, visit.timeZone)}
        </Cell>
      ))}
    </Cells>
  );
}

function AvailabilityList({ availability }: { availability: Availability[] }) {
  const t = useText();
  const mutation = useMutation();
  const waits = useWaits();
  const open = availability.filter((one) => !one.endedAt);
  if (!open.length) return <Empty words={words.noAvailability} />;
  const end = (one: Availability) =>
    void mutation.run(
      (key) => write("post", "/api/v1/orgs/{org_id}/availability/{availability_id}/end", { path: { org_id: one.orgId, availability_id: one.availabilityId }, later: words.waitsTakeBack }, key),
      (done) => tell(done ? words.takenBack : parts.kept),
    );
  return (
    <>
      <Wrong problem={mutation.problem} />
      <Cells>
        {open.map((one) => (
          <li key={one.availabilityId}>
            <div class="cell">
              <span class="what">
                <span>{t(dayOf(one))} {one.fromTime}–{one.toTime}</span>
                <span class="under">{[one.studentName, one.place ?? t(words.places[one.placeKind])].join(" · ")}</span>
              </span>
              {waits(/end$/, { org_id: one.orgId, availability_id: one.availabilityId }) ? <Tag tone="still">{t(words.waitsEnd)}</Tag> : one.canEnd && <Button kind="plain" busy={mutation.busy} onClick={() => end(one)}>{t(words.takeBack)}</Button>}
            </div>
          </li>
        ))}
      </Cells>
    </>
  );
}

export function dayOf(one: { weekday: number | null; onDate: string | null }): readonly [string, string] {
  if (one.onDate) return [plainDay(one.onDate), plainDay(one.onDate)];
  const name = weekday(one.weekday ?? 1);
  return words.every(name);
}
