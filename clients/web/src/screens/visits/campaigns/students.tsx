import { useState } from "preact/hooks";
import type { Shape } from "../../../api/client";
import { useText } from "../../../text";
import { finds } from "../../../text/search";
import { day } from "../../../text/time";
import { Button } from "../../../ui/buttons";
import { Cell, Cells, Tag, type Tone } from "../../../ui/cells";
import { Choices, Input } from "../../../ui/fields";
import { Empty } from "../../../ui/loaded";
import { Section } from "../../../ui/page";
import { words } from "../../../words/campaigns";
import type { Campaign } from "./types";

type Standing = Shape<"StudentDuty">["standing"];

const STANDINGS: Standing[] = ["owed", "missed", "planned", "confirmed", "done"];
const TONES: Record<Standing, Tone> = { owed: "still", missed: "soon", planned: "still", confirmed: "calm", done: "calm" };

/** More students than this are shown when they are asked for. */
const FIRST = 12;

/** The students of a campaign and how far each is: shown by that, or found by name. `leads`: the reader opens them. */
export function Students({ campaign, orgId, leads }: { campaign: Campaign; orgId: number; leads: boolean }) {
  const t = useText();
  const [filter, setFilter] = useState<Standing | "all">("all");
  const [search, setSearch] = useState("");
  const [whole, setWhole] = useState(false);
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
            <Cell key={student.studentId} href={leads ? `/class/${orgId}/${student.classId}/${student.studentId}` : undefined} subtitle={student.at ? day(student.at, campaign.timeZone) : student.visitedAt && student.byVideo ? t(words.videoOnly(day(student.visitedAt, campaign.timeZone))) : student.visitedAt ? t(words.lastVisit(day(student.visitedAt, campaign.timeZone))) : t(words.neverVisited)} trailing={<Tags student={student} />}>
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

function Tags({ student }: { student: Shape<"StudentDuty"> }) {
  const t = useText();
  return (
    <>
      {student.needsOnsite && <><Tag tone="soon">{t(words.key)}</Tag> </>}
      {student.standing === "confirmed" && student.at && Date.parse(student.at) <= Date.now() ? <Tag tone="soon">{t(words.toRecord)}</Tag> : <Tag tone={TONES[student.standing]}>{t(words.standings[student.standing])}</Tag>}
    </>
  );
}
