import { useContext, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { type Org } from "../../api/home";
import { useRead } from "../../api/read";
import { named, type Say, useText } from "../../text";
import { finds } from "../../text/search";
import { day, isoDay, shortDay } from "../../text/time";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { classOptions } from "../../ui/class-names";
import { Choices, Input } from "../../ui/fields";
import { useFetched } from "../../ui/fetched";
import { Bars } from "../../ui/figures";
import { Empty, Loaded } from "../../ui/loaded";
import { Initials } from "../../ui/initials";
import { OrgChoice } from "../../ui/org-choice";
import { Beside, Page, Section } from "../../ui/page";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words as campaigns } from "../../words/campaigns";
import { words } from "../../words/class";
import { CoverageTags, VisitTag } from "./coverage-tags";
import { studentSummary } from "./student-summary";

type Student = Shape<"StudentCoverage">;
type Filter = "owed" | "quiet" | "all";

const FILTERS: Filter[] = ["owed", "quiet", "all"];

/** The teacher's class: which students were visited this year and contacted this term (V1, V2, V7). */
export default function Class() {
  return (
    <Page title={words.title} wide>
      <OrgChoice roles={["class_teacher", "subject_teacher"]}>{(org) => <Classes key={org.orgId} org={org} />}</OrgChoice>
    </Page>
  );
}

function Classes({ org }: { org: Org }) {
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: org.orgId } }, { store: true });
  const [chosen, setChosen] = useState<string>();
  return (
    <Loaded of={classes}>
      {(all) => {
        const schoolClass = all.find((other) => other.classId === chosen) ?? all[0];
        if (!schoolClass) return <Empty words={words.none} />;
        return (
          <>
            {all.length > 1 && <Choices label={words.which} value={[schoolClass.classId]} onValue={([id]) => setChosen(id)} options={classOptions(all)} />}
            <ClassView key={schoolClass.classId} org={org} of={schoolClass} />
          </>
        );
      }}
    </Loaded>
  );
}

/** Shown and printed by few: its code is fetched when it is opened. */
function WayIn({ org, of }: { org: Org; of: Shape<"SchoolClass"> }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t(words.qr)}</Button>
      {open && <Posters org={org} of={of} onClose={() => setOpen(false)} />}
    </>
  );
}

function Posters({ org, of, onClose }: { org: Org; of: Shape<"SchoolClass">; onClose: () => void }) {
  const t = useText();
  return <Loaded of={useFetched(() => import("../../ui/class-poster"))}>{({ ClassPosters }) => <ClassPosters classes={[of]} school={t(named(org))} onClose={onClose} />}</Loaded>;
}

function ClassView({ org, of }: { org: Org; of: Shape<"SchoolClass"> }) {
  const { classId, name } = of;
  const t = useText();
  const wide = useWide();
  const beside = useContext(Beside);
  const [filter, setFilter] = useState<Filter>(wide ? "all" : "owed");
  const [search, setSearch] = useState("");
  const coverage = useRead("/api/v1/orgs/{org_id}/classes/{class_id}/coverage", { path: { org_id: org.orgId, class_id: classId } }, { store: true });
  return (
    <Loaded of={coverage}>
      {(data) => {
        const students = filterStudents(data.students, search, filter);
        return (
          <>
            {!beside && <Section title={[`${name} · ${words.year[0]}`, `${name} · ${words.year[1]}`]}>
              <Bars label={words.year} bars={[{ name: t(words.visited), part: data.visited, whole: data.students.length }, { name: t(words.contacted), part: data.contacted, whole: data.students.length }]} />
            </Section>}
            <div class="phone-only">
              <Cells>
                <Cell href="/campaigns">{t(campaigns.title)}</Cell>
                {org.roles.includes("class_teacher") && <Cell href="/committee">{t(words.committee)}</Cell>}
              </Cells>
            </div>
            {!wide && <Input label={words.find} maxLength={20} value={search} onValue={setSearch} />}
            <Choices<Filter> label={words.show} value={search.trim() ? [] : [filter]} onValue={([value]) => { setSearch(""); setFilter(value ?? filter); }} options={FILTERS.map((option) => [option, t(words[option])])} />
            {students.length && wide ? (
              <Table label={words.students} search={words.find} file={name} rows={students} columns={columns(data.timeZone, t)} keyOf={(student) => student.studentId} href={(student) => `/class/${org.orgId}/${classId}/${student.studentId}`} />
            ) : students.length ? (
              <Cells label={t(words.students)}>
                {students.map((student) => (
                  <Cell key={student.studentId} href={`/class/${org.orgId}/${classId}/${student.studentId}`} subtitle={studentSummary(student, data.timeZone, t)} trailing={<CoverageTags student={student} />}><Initials id={student.studentId} name={student.name} />{student.name}</Cell>
                ))}
              </Cells>
            ) : (
              <Empty words={!data.students.length ? words.noStudents : search.trim() ? words.noneFound : filter === "quiet" ? words.allContacted : words.allDone} />
            )}
            {!beside && org.roles.includes("class_teacher") && <WayIn org={org} of={of} />}
          </>
        );
      }}
    </Loaded>
  );
}

/** A search covers the whole class. Otherwise the filter applies, and students who need a visit at home come first. */
function filterStudents(students: Student[], search: string, filter: Filter): Student[] {
  const found = finds(search);
  if (search.trim()) return students.filter((student) => found(student.name) || found(student.studentNumber));
  const chosen = students.filter((student) => filter === "all" || (filter === "owed" ? student.owed : !student.contacted));
  const first = (student: Student) => filter === "owed" && student.needsOnsite;
  return [...chosen.filter(first), ...chosen.filter((student) => !first(student))];
}

/** What a desk's table shows of each student. */
function columns(zone: string, t: Say): Column<Student>[] {
  const on = (name: Column<Student>["name"], of: (student: Student) => string | null, show: (at: string, zone: string) => string): Column<Student> => ({
    name,
    of: (student) => dayOf(of(student), zone),
    show: (student) => of(student) && show(of(student)!, zone),
  });
  return [
    { name: words.student, of: (student) => student.name, show: (student) => <><Initials id={student.studentId} name={student.name} />{student.name}</> },
    { name: words.number, of: (student) => student.studentNumber },
    { name: words.state, of: (student) => t(student.owed ? (student.needsOnsite ? words.needsOnsite : words.open) : words.done), show: (student) => <VisitTag student={student} /> },
    on(words.nextVisit, (student) => student.nextAt, day),
    on(words.lastOnsite, (student) => student.onsiteAt, shortDay),
    on(words.lastVideo, (student) => student.videoAt, shortDay),
    on(words.lastContact, (student) => student.contactedAt, shortDay),
  ];
}

function dayOf(at: string | null, zone: string): string | null {
  return at && isoDay(at, zone);
}
