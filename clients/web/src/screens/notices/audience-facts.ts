/** Whom a notice goes to, in words: its sender and a second person check it before and after it is sent. */
import type { Shape } from "../../api/client";
import type { Say } from "../../text";
import { words as rare } from "../../words/notice-audience";
import { words } from "../../words/notices";

type Notice = Pick<Shape<"Notice">, "audience" | "names">;

/** Rows for `Facts`: the audience, whom it leaves out, and which of their people. */
export function audienceFacts({ audience, names }: Notice, t: Say): [name: string, value: string | undefined][] {
  const list = (all: string[]) => all.join(t(rare.comma));
  const groups = (of: Pick<typeof audience, "classIds" | "grades" | "studentIds">) => [...of.grades, ...classes(of.classIds, names), ...students(of.studentIds, names, t)];
  const to = audience.wholeSchool
    ? [t(words.scopes.school)]
    : [...groups(audience), ...audience.needs.map((need) => t(rare.need[need])), ...audience.roles.map((role) => t(rare.role[role]))];
  const without = groups(audience.without);
  return [
    [t(words.whom), list(to)],
    [t(rare.leftOut), without.length ? list(without) : undefined],
    [t(words.parts), list(audience.parts.map((part) => t(words.part[part])))],
  ];
}

function classes(ids: string[], names: Notice["names"]): string[] {
  return names.classes.filter((schoolClass) => ids.includes(schoolClass.classId)).map((schoolClass) => schoolClass.name);
}

/** By name as far as the reader may know them; the others as a number. */
function students(ids: string[], names: Notice["names"], t: Say): string[] {
  const known = names.students.filter((student) => ids.includes(student.studentId));
  const others = ids.length - known.length;
  return [...known.map((student) => student.name), ...(others ? [t(rare.students(others))] : [])];
}
