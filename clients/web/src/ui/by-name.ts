/** People by pronunciation, as Chinese name lists are. */
export function byName<T extends { name: string }>(people: T[]): T[] {
  const collator = new Intl.Collator("zh-CN");
  return [...people].sort((a, b) => collator.compare(a.name, b.name));
}
