import { useState } from "preact/hooks";
import { usePages } from "../../api/pages";
import { useRead } from "../../api/read";
import { useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { Select } from "../../ui/fields";
import { LoadMore } from "../../ui/load-more";
import { Loaded } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { words } from "../../words/person";

/** The students of one class, to be opened one by one. */
export function Students({ orgId }: { orgId: number }) {
  const t = useText();
  const [classId, setClassId] = useState("");
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: orgId } });
  return (
    <Section title={words.students}>
      <Loaded of={classes}>
        {(classes) => <Select label={words.chooseClass} value={classId} onValue={setClassId} options={[["", t(words.none)], ...classes.map((one): [string, string] => [one.classId, one.name])]} />}
      </Loaded>
      {classId && <OfClass key={classId} orgId={orgId} classId={classId} />}
    </Section>
  );
}

function OfClass({ orgId, classId }: { orgId: number; classId: string }) {
  const students = usePages("/api/v1/orgs/{org_id}/students", { path: { org_id: orgId }, query: { classId } });
  return (
    <>
      <Loaded of={students.first}>
        {() => <Cells>{students.items.map((one) => <Cell key={one.studentId} href={`/school/people/${orgId}/student/${one.studentId}`} subtitle={one.studentNumber}>{one.name}</Cell>)}</Cells>}
      </Loaded>
      <LoadMore pages={students} words={words.more} />
    </>
  );
}
