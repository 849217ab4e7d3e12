/** Which of the two lists of people a desk shows. */
export type Side = "students" | "staff";

/** Where that choice stands (`useChoice`). Opening somebody makes it as well: from the list beside, both kinds can be opened. */
export function sideKey(orgId: number): string {
  return `people ${orgId}`;
}
