import { JUNIOR, NUMERALS, SENIOR, TEN } from "../words/grades";

interface Classed {
  grade: string;
  name: string;
}

/** Classes from the youngest to the oldest, then as people count: class 2 before class 10. Their signs' own order is another. */
export function inOrder<T extends Classed>(classes: readonly T[]): T[] {
  const names = new Intl.Collator("zh-CN", { numeric: true });
  return [...classes].sort((a, b) => years(a.grade) - years(b.grade) || names.compare(a.grade, b.grade) || names.compare(a.name, b.name));
}

/** The years at school that a grade's name tells; those that tell none come last. */
function years(grade: string): number {
  const tens = grade.includes(TEN) ? 10 : 0;
  const units = [...grade].map((sign) => NUMERALS.indexOf(sign) + 1).find((number) => number > 0);
  const count = units || tens ? tens + (units ?? 0) : Number(/\d+/.exec(grade)?.[0] ?? 99);
  return count + (grade.includes(SENIOR) ? 9 : grade.includes(JUNIOR) ? 6 : 0);
}
