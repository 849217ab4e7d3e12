import type { Shape } from "../../api/client";
import type { Org } from "../../api/home";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { isoDay } from "../../text/time";
import { Cell, Cells } from "../../ui/cells";
import { Bars, Share, Year } from "../../ui/figures";
import { Empty, Loaded } from "../../ui/loaded";
import { OrgChoice } from "../../ui/org-choice";
import { Page, Section } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { Tiles } from "../../ui/tiles";
import { useWide } from "../../ui/wide";
import { charts } from "../../words/charts";
import { words as campaigns } from "../../words/campaigns";
import { names } from "../../words/names";
import { words } from "../../words/school";

/** A school's coverage as charts (V1, V7), and links to what is managed here. */
export default function School() {
  const t = useText();
  return (
    <Page title={words.title} tab="/school" wide>
      <OrgChoice roles={["school_admin", "leader"]}>
        {(org) => (
          <>
            <div class="phone-only"><Section title={words.manage}>
              <Cells>
                {org.kind === "school" && <Cell href="/campaigns">{t(campaigns.title)}</Cell>}
                {org.kind === "school" && <Cell href="/publicity">{t(words.publicity)}</Cell>}
                <Cell href="/school/people">{t(words.people)}</Cell>
                <Cell href="/school/calendar">{t(words.calendar)}</Cell>
                <Cell href="/school/sms">{t(names.smsBudget)}</Cell>
                {org.roles.includes("school_admin") && <Cell href="/school/places">{t(words.places)}</Cell>}
                {org.kind === "school" && org.roles.includes("school_admin") && <Cell href="/school/tablets">{t(names.tablets)}</Cell>}
                {org.roles.includes("school_admin") && <Cell href="/school/hotlines">{t(words.hotlines)}</Cell>}
              </Cells>
            </Section></div>
            {org.kind === "school" && <Coverage key={org.orgId} org={org} />}
          </>
        )}
      </OrgChoice>
    </Page>
  );
}

function Coverage({ org }: { org: Org }) {
  const t = useText();
  const wide = useWide();
  const coverage = useRead("/api/v1/orgs/{org_id}/coverage", { path: { org_id: org.orgId } });
  return (
    <Loaded of={coverage}>
      {(data) =>
        data.classes.length ? (
          <>
            <Section title={words.coverage}>
              <Tiles of={[[words.visited, data.visited], [words.owed, data.owed], [words.contacted, data.contacted], [words.students, data.students]]} />
              <p class="quiet small">{t(charts.owedMore)}</p>
            </Section>
            <Section title={words.days}>
              <Year days={data.days.map((day) => ({ on: day.on, count: day.visits }))} since={isoDay(data.since, data.timeZone)} until={yearEnd(data.since, data.timeZone)} label={words.days} column={words.visits} />
            </Section>
            <Section title={words.byClass}>
              {wide ? <Table label={words.byClass} file={t(words.byClass)} rows={data.classes} columns={COLUMNS} keyOf={(schoolClass) => schoolClass.classId} /> : <Bars label={words.byClass} bars={data.classes.map((schoolClass) => ({ name: schoolClass.name, part: schoolClass.visited, whole: schoolClass.students }))} />}
            </Section>
          </>
        ) : (
          <Empty words={words.noClasses} />
        )
      }
    </Loaded>
  );
}

const COLUMNS: Column<Shape<"ClassCoverage">>[] = [
  { name: words.className, of: (one) => one.name, show: (one) => one.name },
  { name: words.students, of: (one) => one.students },
  { name: words.visited, of: (one) => one.visited, show: (one) => <Share part={one.visited} whole={one.students} /> },
  { name: words.owed, of: (one) => one.owed },
  { name: words.contacted, of: (one) => one.contacted, show: (one) => <Share part={one.contacted} whole={one.students} /> },
];

/** The last day of a school year that began at `since`. */
function yearEnd(since: string, zone: string): string {
  const [year, rest] = [Number(isoDay(since, zone).slice(0, 4)), isoDay(since, zone).slice(4)];
  return isoDay(new Date(Date.parse(`${year + 1}${rest}T00:00:00Z`) - 86_400_000), "UTC");
}
