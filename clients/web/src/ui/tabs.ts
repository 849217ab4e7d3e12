/** Which tabs a person has: at most five, by their roles. */
import type { Home } from "../api/home";
import { Value } from "../storage/value";
import { parts } from "../words/parts";
import { features, type FeatureTab, type Tab, TAB_ROLES } from "./features";

const HOME: Tab = { path: "/", words: parts.home, icon: "home" };
const ME: Tab = { path: "/me", words: parts.me, icon: "me" };
/** Tabs between the first page's and the person's own. */
const ROOM = 3;

/** The paths on the tab bar of the person who is signed in. */
export const tabPaths = new Value<string[]>([]);

/** The tab to highlight on a screen: its own, the one it belongs to, else the first page. */
export function activeTab(path: string, tabs: Tab[]): Tab | undefined {
  const within = (root: string | undefined) => root !== undefined && (path === root || path.startsWith(`${root}/`));
  return tabs.find((tab) => within(tab.path)) ?? tabs.find((tab) => within(tab.also)) ?? tabs[0];
}

/** The tabs on the bar, and those for which it has no room: the first page links to them. */
export function tabsOf(home: Home | undefined): { tabs: Tab[]; overflow: Tab[] } {
  const all = features().flatMap((feature) => feature.tabs ?? []);
  const held = rolesOf(home);
  const wanted = TAB_ROLES.filter((role) => held.has(role)).flatMap((role) => {
    const rank = (tab: FeatureTab) => tab.ranks[role] ?? 0;
    return all.filter((tab) => rank(tab) > 0).sort((a, b) => rank(a) - rank(b));
  });
  const distinct: Tab[] = [...new Set(wanted)];
  return { tabs: [HOME, ...distinct.slice(0, ROOM), ME], overflow: distinct.slice(ROOM) };
}

function rolesOf(home: Home | undefined): Set<string> {
  const orgs = home?.orgs ?? [];
  // A bureau's own administrators and staff see its figures, not a school's roster.
  const roles = orgs.flatMap((org) => (org.kind === "bureau" ? org.roles.filter((role) => role === "officer") : org.roles));
  return new Set(orgs.some((org) => org.serves) ? [...roles, "member"] : roles);
}
