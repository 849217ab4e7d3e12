import { useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { named, type Say, useText } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Facts, Tag } from "../../ui/cells";
import { useFetched } from "../../ui/fetched";
import { Bars } from "../../ui/figures";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/figures";

type School = Shape<"SchoolFigures">;
type Targets = Shape<"FigureTargets">;

/** An officer's figures (G4, G5): counts by school, never a child. */
export default function Figures() {
  const [org, school] = useRoute().params.at?.split("/") ?? [];
  return org ? <Trends key={school} orgId={Number(org)} school={school ? Number(school) : undefined} /> : <Schools />;
}

/** Fetched apart, as a page of its own. */
function Trends(props: { orgId: number; school: number | undefined }) {
  const fetched = useFetched(() => import("./trends"));
  return fetched.data ? <fetched.data.Trends {...props} /> : <Page title={words.trends} back wide><Loaded of={fetched}>{() => null}</Loaded></Page>;
}

function Schools() {
  const t = useText();
  return (
    <Page title={words.title} wide>
      <p class="quiet">{t(words.lead)}</p>
      <OrgChoice roles={["officer"]}>{(org) => <OrgFigures key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

function OrgFigures({ orgId }: { orgId: number }) {
  const t = useText();
  const [open, setOpen] = useState<School>();
  const wide = useWide();
  const figures = useRead("/api/v1/orgs/{org_id}/figures", { path: { org_id: orgId } });
  return (
    <>
      <Loaded of={figures}>
        {({ schools: counted, total, countedAt, timeZone, targets }) => {
          const schools = ranked(counted);
          return schools.length ? (
            <>
              {wide && <Section title={words.schools}><Table label={words.schools} file={t(words.schools)} rows={schools} columns={columns(t, setOpen, targets)} keyOf={(school) => String(school.schoolId)} /></Section>}
              {!wide && <Section title={words.bySchool}>
                <Bars label={words.bySchool} bars={schools.map((school) => ({ name: t(named(school)), part: school.visited, whole: school.students }))} />
              </Section>}
              <Section title={words.all}>
                <Cells><Cell href={`/figures/${orgId}`}>{t(words.trends)}</Cell></Cells>
                <Counts of={total} sum />
                {countedAt && <p class="quiet small">{t(words.counted(`${day(countedAt, timeZone)} ${clock(countedAt, timeZone)}`))}</p>}
              </Section>
              {!wide && <Section title={words.schools}>
                <Cells>
                  {schools.map((school) => (
                    <Cell key={school.schoolId} onClick={() => setOpen(school)} subtitle={targets.visited ? <Reach part={school.visited} whole={school.students} target={targets.visited} /> : undefined} trailing={t(words.studentCount(school.students))}>{t(named(school))}</Cell>
                  ))}
                </Cells>
              </Section>}
              {open && (
                <Sheet title={named(open)} onClose={() => setOpen(undefined)}>
                  <Cells><Cell href={`/figures/${orgId}/${open.schoolId}`}>{t(words.trends)}</Cell></Cells>
                  <Counts of={open} />
                  {targets.visited && <p>{t(words.visited)} <Reach part={open.visited} whole={open.students} target={targets.visited} /></p>}
                  {targets.contacted && <p>{t(words.contacted)} <Reach part={open.contacted} whole={open.students} target={targets.contacted} /></p>}
                  <p class="quiet small">{t(words.counted(`${day(open.countedAt, timeZone)} ${clock(open.countedAt, timeZone)}`))}</p>
                </Sheet>
              )}
            </>
          ) : (
            <Empty words={words.none} />
          );
        }}
      </Loaded>
      {/* Not before what stands above it: a link must not move away from under a thumb. */}
      {!figures.loading && <div class="phone-only"><Cells>
        <Cell href="/publicity">{t(words.publicity)}</Cell>
        <Cell href="/school/calendar">{t(words.calendar)}</Cell>
        <Cell href="/school/hotlines">{t(words.hotlines)}</Cell>
      </Cells></div>}
      {/* Last: it comes after the rest, and must not push a link away from under a thumb. */}
      {figures.data && <SetTargets orgId={orgId} targets={figures.data.targets} onDone={figures.reload} />}
    </>
  );
}

/** Fetched apart: targets are set once a year. */
function SetTargets(props: { orgId: number; targets: Targets; onDone: () => void }) {
  const fetched = useFetched(() => import("./targets"));
  return fetched.data ? <fetched.data.Targets {...props} /> : null;
}

/** Ranked by what adults owe, and by nothing that tells of children: where most of the visits are still to be made, first. */
function ranked(schools: School[]): School[] {
  const share = (school: School) => (school.students ? school.owed / school.students : 0);
  return [...schools].sort((one, other) => share(other) - share(one));
}

/** A count as a share of all, with the target as a line, and whether it is met. */
function Reach({ part, whole, target }: { part: number; whole: number; target: number | null }) {
  const t = useText();
  const percent = whole ? (100 * part) / whole : 0;
  const missing = target ? Math.ceil((target * whole) / 100) - part : 0;
  return (
    <>
      <span class="share">
        <span class="share-count">{part}</span>
        <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect class="ground" width="100" height="8" />
          <rect class="fill" width={percent} height="8" />
          {target && <rect x={target - 2} width="2" height="8" fill="currentColor" />}
        </svg>
        <span class="quiet small">{Math.round(percent)}%</span>
      </span>
      {target && whole > 0 && <Tag tone={missing > 0 ? "soon" : "calm"}>{t(missing > 0 ? words.short(missing) : words.met)}</Tag>}
    </>
  );
}

/** A desk's table: the name opens all counts of the school. */
function columns(t: Say, open: (school: School) => void, targets: Targets): Column<School>[] {
  const hidden = (count: number | null) => count ?? t(words.hidden);
  return [
    { name: words.school, of: (one) => t(named(one)), show: (one) => <button type="button" class="link" onClick={() => open(one)}>{t(named(one))}</button> },
    { name: words.students, of: (one) => one.students },
    { name: words.owed, of: (one) => one.owed },
    { name: words.visited, of: (one) => one.visited, show: (one) => <Reach part={one.visited} whole={one.students} target={targets.visited} /> },
    { name: words.contacted, of: (one) => one.contacted, show: (one) => <Reach part={one.contacted} whole={one.students} target={targets.contacted} /> },
    { name: words.noticesSent, of: (one) => one.noticesSent },
    { name: words.talks, of: (one) => hidden(one.bookings.all) },
    { name: words.observations, of: (one) => hidden(one.observations) },
  ];
}

/** `sum`: over schools; counts that a school hides are missing from it. */
function Counts({ of, sum }: { of: Shape<"Numbers">; sum?: boolean }) {
  const t = useText();
  const hidden = (count: number | null) => (count === null ? t(words.hidden) : sum ? t(words.atLeast(count)) : count);
  return (
    <Facts
      counts
      of={[
        [t(words.students), of.students],
        [t(words.visited), of.visited],
        [t(words.owed), of.owed],
        [t(words.contacted), of.contacted],
        [t(words.noticesSent), of.noticesSent],
        [t(words.peopleReached), of.peopleReached],
        [t(words.talks), hidden(of.bookings.all)],
        [t(words.inPerson), hidden(of.bookings.inPerson)],
        [t(words.byPhone), hidden(of.bookings.phone)],
        [t(words.byVideo), hidden(of.bookings.video)],
        [t(words.byText), hidden(of.bookings.text)],
        [t(words.observations), hidden(of.observations)],
      ]}
    />
  );
}
