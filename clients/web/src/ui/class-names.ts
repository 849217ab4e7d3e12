interface Named {
  classId: string;
  name: string;
  schoolYear: number;
}

/** Classes as options of a choice. Until graduates leave, two school years have a class of one name: their year stands beside it. */
export function classOptions(classes: Named[]): [string, string][] {
  const twice = (name: string) => classes.filter((one) => one.name === name).length > 1;
  return classes.map(({ classId, name, schoolYear }) => [classId, twice(name) ? `${name} · ${schoolYear}–${schoolYear + 1}` : name]);
}
