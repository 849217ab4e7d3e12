import { useEffect, useState } from "preact/hooks";
import type { Shape } from "../../api/client";
import { usePages } from "../../api/pages";
import { offline, type Problem, problemOf } from "../../api/problem";
import { useRead } from "../../api/read";
import { send } from "../../api/send";
import { useText } from "../../text";
import { Button } from "../../ui/buttons";
import { Cell, Cells } from "../../ui/cells";
import { useChoice } from "../../ui/choice";
import { classOptions } from "../../ui/class-names";
import { useFetched } from "../../ui/fetched";
import { Input, Select } from "../../ui/fields";
import { LoadMore } from "../../ui/load-more";
import { useLast } from "../../ui/last";
import { Empty, Loaded, Loading, ProblemNote } from "../../ui/loaded";
import { Section } from "../../ui/page";
import type { TablePages } from "../../ui/columns";
import { type Column, Table } from "../../ui/table";
import { useWide } from "../../ui/wide";
import { words } from "../../words/person";

const DELAY = 300;

/** Students, to be opened one by one: found by name or number, or by class. A desk begins with the first class, as a table. */
export function Students({ orgId, school }: { orgId: number; school: string }) {
  const t = useText();
  const wide = useWide();
  const [chosen, setClassId] = useChoice<string | undefined>(`class ${orgId}`, undefined);
  const [find, setFind] = useState("");
  const [posters, setPosters] = useState(false);
  const classes = useRead("/api/v1/orgs/{org_id}/classes", { path: { org_id: orgId } });
  const classId = chosen ?? (wide ? classes.data?.[0]?.classId : undefined) ?? "";
  const wanted = find.trim();
  return (
    <Section title={words.students}>
      <div class="table-tools pair">
        <Input label={words.findStudent} hint={words.findStudentHint} maxLength={50} value={find} onValue={setFind} />
        <Loaded of={classes}>
          {(classes) => <Select label={words.chooseClass} value={classId} onValue={setClassId} options={[["", t(words.none)], ...classOptions(classes)]} />}
        </Loaded>
      </div>
      {wide && (classes.data?.length ?? 0) > 0 && <Button onClick={() => setPosters(true)}>{t(words.qrAll)}</Button>}
      {posters && classes.data && <Posters school={school} classes={classes.data} onClose={() => setPosters(false)} />}
      {wanted && <Found orgId={orgId} find={wanted} />}
      {classId && !(wide && wanted) && <OfClass orgId={orgId} classId={classId} />}
    </Section>
  );
}

/** Printed once a year: fetched when it is opened. */
function Posters({ school, classes, onClose }: { school: string; classes: Shape<"SchoolClass">[]; onClose: () => void }) {
  return <Loaded of={useFetched(() => import("../../ui/class-poster"))}>{({ ClassPosters }) => <ClassPosters classes={classes} school={school} onClose={onClose} />}</Loaded>;
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
  return <Rows orgId={orgId} rows={found.students} />;
}

function OfClass({ orgId, classId }: { orgId: number; classId: string }) {
  // Another class: the list of the one before stays until its own is there.
  const students = usePages("/api/v1/orgs/{org_id}/students", { path: { org_id: orgId }, query: { classId } });
  const items = useLast(students.first.data && students.items);
  if (!items || (students.first.problem && !students.first.data)) return <Loaded of={students.first}>{() => null}</Loaded>;
  return (
    <>
      <Rows orgId={orgId} rows={items.map((one) => ({ ...one, number: one.studentNumber }))} file={items[0]?.className ?? ""} pages={students} />
      <LoadMore pages={students} words={words.more} />
    </>
  );
}

type Row = Shape<"StudentFound">;

function Rows({ orgId, rows, file, pages }: { orgId: number; rows: Row[]; file?: string; pages?: TablePages }) {
  const path = (one: Row) => `/school/people/${orgId}/student/${one.studentId}`;
  if (useWide()) return <Table label={words.students} rows={rows} pages={pages} columns={COLUMNS} keyOf={(one) => one.studentId} href={path} file={file} />;
  return <Cells>{rows.map((one) => <Cell key={one.studentId} href={path(one)} subtitle={file === undefined ? `${one.className} · ${one.number}` : one.number}>{one.name}</Cell>)}</Cells>;
}

const COLUMNS: Column<Row>[] = [
  { name: words.studentName, of: (one) => one.name },
  { name: words.studentNumber, of: (one) => one.number },
  { name: words.chooseClass, of: (one) => one.className },
];
