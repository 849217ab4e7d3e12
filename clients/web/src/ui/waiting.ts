import type { Home } from "../api/home";
import type { Say } from "../text";
import { needsOf } from "./features";

/** What waits for the person behind a tab, as the first screen's answer says; on the first screen, its lines. */
export function waiting(tab: string, home: Home, t: Say): number {
  if (tab === "/") return needsOf(home, t).length;
  if (tab === "/notices") return home.noticesWaiting;
  if (tab === "/visits") return home.visits.filter((visit) => visit.waitsForMe).length + (home.timesAsked ?? []).length;
  if (tab === "/concerns") return home.orgs.reduce((sum, org) => sum + org.observationsWaiting, 0);
  return 0;
}
