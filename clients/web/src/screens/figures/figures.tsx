import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { named, type Say, useText } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Facts } from "../../ui/cells";
import { Bars, Share } from "../../ui/figures";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/figures";

type School = Shape<"SchoolFigures">;

/** An officer's figures (G4, G5): counts by school, never a child. */
export default function Figures() {
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
        {({ schools, total, countedAt, timeZone }) =>
          schools.length ? (
            <>
              {wide && <Section title={words.schools}><Table label={words.schools} file={t(words.schools)} rows={schools} columns={columns(t, setOpen)} keyOf={(school) => String(school.schoolId)} /></Section>}
              {!wide && <Section title={words.bySchool}>
                <Bars label={words.bySchool} bars={schools.map((school) => ({ name: t(named(school)), part: school.visited, whole: school.students }))} />
              </Section>}
              <Section title={words.all}>
                <Counts of={total} sum />
                {countedAt && <p class="quiet small">{t(words.counted(`${day(countedAt, timeZone)} ${clock(countedAt, timeZone)}`))}</p>}
              </Section>
              {!wide && <Section title={words.schools}>
                <Cells>
                  {schools.map((school) => (
                    <Cell key={school.schoolId} onClick={() => setOpen(school)} trailing={t(words.studentCount(school.students))}>{t(named(school))}</Cell>
                  ))}
                </Cells>
              </Section>}
              {open && (
                <Sheet title={named(open)} onClose={() => setOpen(undefined)}>
                  <Counts of={open} />
                  <p class="quiet small">{t(words.counted(`${day(open.countedAt, timeZone)} ${clock(open.countedAt, timeZone)}`))}</p>
                </Sheet>
              )}
            </>
          ) : (
            <Empty words={words.none} />
          )
        }
      </Loaded>
      <div class="phone-only"><Cells>
        <Cell href="/publicity">{t(words.publicity)}</Cell>
        <Cell href="/school/calendar">{t(words.calendar)}</Cell>
        <Cell href="/school/hotlines">{t(words.hotlines)}</Cell>
      </Cells></div>
    </>
  );
}

/** A desk's table: the name opens all counts of the school. */
function columns(t: Say, open: (school: School) => void): Column<School>[] {
  const hidden = (count: number | null) => count ?? t(words.hidden);
  return [
    { name: words.school, of: (one) => t(named(one)), show: (one) => <button type="button" class="link" onClick={() => open(one)}>{t(named(one))}</button> },
    { name: words.students, of: (one) => one.students },
    { name: words.visited, of: (one) => one.visited, show: (one) => <Share part={one.visited} whole={one.students} /> },
    { name: words.contacted, of: (one) => one.contacted, show: (one) => <Share part={one.contacted} whole={one.students} /> },
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
