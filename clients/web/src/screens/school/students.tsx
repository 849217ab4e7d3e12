import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import { offline, type Problem, problemOf } from "../../api/problem";
import { useRead } from "../../api/read";
import { send } from "../../api/send";
import { useText } from "../../text";
import { Cell, Cells } from "../../ui/cells";
import { Input, Select } from "../../ui/fields";
import { LoadMore } from "../../ui/load-more";
import { useLast } from "../../ui/last";
import { Empty, Loaded, Loading, ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import { words } from "../../words/person";

const DELAY = 300;

/** Students, to be opened one by one: found by name or number, or by class. */
export function Students({ orgId }: { orgId: number }) {
  const t = useText();
  const [classId, setClassId] = useState("");
  const [find, setFind] = useState("");
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: orgId } });
  return (
    <Section title={words.students}>
      <Input label={words.findStudent} hint={words.findStudentHint} maxLength={50} value={find} onValue={setFind} />
      {find.trim() && <Found orgId={orgId} find={find.trim()} />}
      <Loaded of={classes}>
        {(classes) => <Select label={words.chooseClass} value={classId} onValue={setClassId} options={[["", t(words.none)], ...classes.map((one): [string, string] => [one.classId, one.name])]} />}
      </Loaded>
      {classId && <OfClass orgId={orgId} classId={classId} />}
    </Section>
  );
}

/** Asked a moment after the last letter; the students found before stay until then. The name goes in the body: addresses stand in logs on the way. */
function Found({ orgId, find }: { orgId: number; find: string }) {
  const [found, setFound] = useState<{ students?: Shape<"StudentFound">[]; problem?: Problem }>({});
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const answer = await send("post", "/api/v1/orgs/{org_id}/roster/students/find", { params: { path: { org_id: orgId } }, body: { find } }, "").catch(() => undefined);
      if (current) setFound(answer?.ok ? { students: answer.data as Shape<"StudentFound">[] } : { problem: answer ? problemOf(answer.status, answer.error) : offline() });
    }, DELAY);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [find]);
  if (!found.students) return found.problem ? <ProblemNote problem={found.problem} /> : <Loading />;
  if (!found.students.length) return <Empty words={words.notFound} />;
  return <Cells>{found.students.map((one) => <Cell key={one.studentId} href={`/school/people/${orgId}/student/${one.studentId}`} subtitle={`${one.className} · ${one.number}`}>{one.name}</Cell>)}</Cells>;
}

function OfClass({ orgId, classId }: { orgId: number; classId: string }) {
  // Another class: the list of the one before stays until its own is there.
  const students = usePages("/api/v1/orgs/{org_id}/students", { path: { org_id: orgId }, query: { classId } });
  const items = useLast(students.first.data && students.items);
  if (!items || (students.first.problem && !students.first.data)) return <Loaded of={students.first}>{() => null}</Loaded>;
  return (
    <>
      <Cells>{items.map((one) => <Cell key={one.studentId} href={`/school/people/${orgId}/student/${one.studentId}`} subtitle={one.studentNumber}>{one.name}</Cell>)}</Cells>
      <LoadMore pages={students} words={words.more} />
    </>
  );
}
