import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { type Say, useText } from "../../../text";
import { finds } from "../../../text/search";
import { day } from "../../../text/time";
import { Button } from "../../../ui/buttons";
import { Cell, Cells, Tag, type Tone } from "../../../ui/cells";
import { Choices, Input } from "../../../ui/fields";
import { Empty } from "../../../ui/loaded";
import { Section } from "../../../ui/page";
import { type Column, Table } from "../../../ui/table";
import { useWide } from "../../../ui/wide";
import { words as table } from "../../../words/campaign-table";
import { words } from "../../../words/campaigns";
import { type Campaign, FIRST } from "./types";

type Student = Shape<"StudentDuty">;
type Standing = Student["standing"];

const STANDINGS: Standing[] = ["owed", "missed", "planned", "confirmed", "done"];
const TONES: Record<Standing, Tone> = { owed: "still", missed: "soon", planned: "still", confirmed: "calm", done: "calm" };

/** The students whom a campaign is for: a list to search on a phone, a table at a desk. */
export function Students({ campaign, orgId, leads }: { campaign: Campaign; orgId: number; leads: boolean }) {
  const t = useText();
  const [filter, setFilter] = useState<Standing | "all">("all");
  const [search, setSearch] = useState("");
  const [whole, setWhole] = useState(false);
  const wide = useWide();
  if (!campaign.students.length) return null;
  const href = (student: Student) => (leads ? `/class/${orgId}/${student.classId}/${student.studentId}` : undefined);
  if (wide) return <Section title={words.students}><StudentsTable campaign={campaign} href={href} /></Section>;
  const named = finds(search);
  const found = campaign.students.filter((student) => (search.trim() ? named(student.name) : filter === "all" || student.standing === filter));
  const ordered = STANDINGS.flatMap((standing) => [true, false].flatMap((key) => found.filter((student) => student.standing === standing && student.needsOnsite === key)));
  return (
    <Section title={words.students}>
      <Input label={words.find} maxLength={20} value={search} onValue={setSearch} />
      <Choices<Standing | "all"> label={words.show} value={search.trim() ? [] : [filter]} onValue={([value]) => { setSearch(""); setFilter(value ?? "all"); }} options={[["all", t(words.all)], ...STANDINGS.map((standing): [Standing, string] => [standing, t(words.standings[standing])])]} />
      {ordered.length ? (
        <Cells label={t(words.students)}>
          {(whole ? ordered : ordered.slice(0, FIRST)).map((student) => (
            <Cell key={student.studentId} href={href(student)} subtitle={student.at ? day(student.at, campaign.timeZone) : student.visitedAt && student.byVideo ? t(words.videoOnly(day(student.visitedAt, campaign.timeZone))) : student.visitedAt ? t(words.lastVisit(day(student.visitedAt, campaign.timeZone))) : t(words.neverVisited)} trailing={<Tags student={student} />}>
              {student.name}
            </Cell>
          ))}
        </Cells>
      ) : (
        <Empty words={words.noneSo} />
      )}
      {!whole && ordered.length > FIRST && <Button wide kind="plain" onClick={() => setWhole(true)}>{t(words.showAll(ordered.length))}</Button>}
    </Section>
  );
}

/** A desk's table of a campaign's students. */
function StudentsTable({ campaign, href }: { campaign: Campaign; href: (student: Student) => string | undefined }) {
  const t = useText();
  return <Table label={words.students} rows={campaign.students} columns={columns(t, campaign)} keyOf={(student) => student.studentId} href={href} search={words.find} file={campaign.title} />;
}

function columns(t: Say, campaign: Campaign): Column<Student>[] {
  const classes = new Map(campaign.classes.map((one) => [one.classId, one.name]));
  const shown = (at: string | null) => at && day(at, campaign.timeZone);
  return [
    { name: table.student, of: (one) => one.name },
    { name: table.schoolClass, of: (one) => classes.get(one.classId) },
    { name: table.standing, of: (one) => t(words.standings[one.standing]), show: (one) => <Tags student={one} /> },
    { name: table.at, of: (one) => one.at, show: (one) => shown(one.at) },
    { name: table.visitedAt, of: (one) => one.visitedAt, show: (one) => (one.visitedAt ? shown(one.visitedAt) : <span class="quiet">{t(words.neverVisited)}</span>) },
    { name: table.answer, of: (one) => t(one.answer === "call_me" ? words.callMe : one.answer ? words.answered : one.asked ? words.noAnswer : table.notAsked) },
  ];
}

/** How far a student's visit is. */
function Tags({ student }: { student: Student }) {
  const t = useText();
  return (
    <>
      {student.needsOnsite && <><Tag tone="soon">{t(words.key)}</Tag> </>}
      {student.standing === "confirmed" && student.at && Date.parse(student.at) <= Date.now() ? <Tag tone="soon">{t(words.toRecord)}</Tag> : <Tag tone={TONES[student.standing]}>{t(words.standings[student.standing])}</Tag>}
    </>
  );
}
