import { useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { useRead } from "../../api/read";
import { named, useText } from "../../text";
import { clock, day } from "../../text/time";
import { Cell, Cells, Facts } from "../../ui/cells";
import { Bars } from "../../ui/figures";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { Sheet } from "../../ui/sheet";
import { words } from "../../words/figures";

type School = Shape<"SchoolFigures">;

/** An officer's figures (G4, G5): counts by school, never a child. */
export default function Figures() {
  const t = useText();
  return (
    <Page title={words.title}>
      <p class="quiet">{t(words.lead)}</p>
      <OrgChoice roles={["officer"]}>{(org) => <OrgFigures key={org.orgId} orgId={org.orgId} />}</OrgChoice>
    </Page>
  );
}

function OrgFigures({ orgId }: { orgId: number }) {
  const t = useText();
  const [open, setOpen] = useState<School>();
  const figures = useRead("/api/v1/orgs/{org_id}/figures", { path: { org_id: orgId } });
  return (
    <>
      <Loaded of={figures}>
        {({ schools, total, countedAt, timeZone }) =>
          schools.length ? (
            <>
              <Section title={words.bySchool}>
                <Bars label={words.bySchool} bars={schools.map((school) => ({ name: t(named(school)), part: school.visited, whole: school.students }))} />
              </Section>
              <Section title={words.all}>
                <Counts of={total} sum />
                {countedAt && <p class="quiet small">{t(words.counted(`${day(countedAt, timeZone)} ${clock(countedAt, timeZone)}`))}</p>}
              </Section>
              <Section title={words.schools}>
                <Cells>
                  {schools.map((school) => (
                    <Cell key={school.schoolId} onClick={() => setOpen(school)} trailing={t(words.studentCount(school.students))}>{t(named(school))}</Cell>
                  ))}
                </Cells>
              </Section>
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
      <Cells>
        <Cell href="/school/calendar">{t(words.calendar)}</Cell>
        <Cell href="/school/hotlines">{t(words.hotlines)}</Cell>
      </Cells>
    </>
  );
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
