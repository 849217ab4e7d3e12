import type { Home } from "../api/home";

/** What waits for the person behind a tab, as the first screen's answer says. */
export function waiting(tab: string, home: Home): number {
  if (tab === "/notices") return home.noticesWaiting;
  if (tab === "/visits") return home.visits.filter((visit) => visit.waitsForMe).length + (home.timesAsked ?? []).length;
  if (tab === "/concerns") return home.orgs.reduce((sum, org) => sum + org.observationsWaiting, 0);
  return 0;
}
