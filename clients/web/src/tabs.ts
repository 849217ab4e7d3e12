/** Which tabs a person has: at most five, by what they are in their organisations. */
import type { Shape } from "./api/client";
import type { Words } from "./text";
import type { IconName } from "./ui/icons";
import { Value } from "./storage/value";
import { parts } from "./words/parts";

export interface Area {
  path: string;
  words: Words;
  icon: IconName;
  /** Screens of this area that live elsewhere. */
  also?: string;
}

/** The paths on the bar of whoever is signed in. */
export const tabsNow = new Value<string[]>([]);

const AREAS = {
  home: { path: "/", words: parts.home, icon: "home" },
  class: { path: "/class", words: parts.class, icon: "people", also: "/committee" },
  report: { path: "/report", words: parts.report, icon: "report" },
  diary: { path: "/diary", words: parts.diary, icon: "diary", also: "/talks" },
  hours: { path: "/hours", words: parts.hours, icon: "hours" },
  reports: { path: "/concerns", words: parts.reports, icon: "report" },
  notices: { path: "/notices", words: parts.notices, icon: "notices" },
  visits: { path: "/visits", words: parts.visits, icon: "visits" },
  talks: { path: "/talks", words: parts.talks, icon: "talk" },
  roster: { path: "/roster", words: parts.roster, icon: "people" },
  school: { path: "/school", words: parts.school, icon: "chart" },
  figures: { path: "/figures", words: parts.figures, icon: "chart" },
  me: { path: "/me", words: parts.me, icon: "me" },
} satisfies Record<string, Area>;

/** The tab that is lit on a screen: its own, the one it belongs to, else the first page, from where one came. */
export function litOn(path: string, tabs: Area[]): Area | undefined {
  const within = (root: string | undefined) => root !== undefined && (path === root || path.startsWith(`${root}/`));
  return tabs.find((tab) => within(tab.path)) ?? tabs.find((tab) => within(tab.also)) ?? tabs[0];
}

type AreaName = keyof typeof AREAS;

/** Most wanted first; what does not fit on the bar stands on the first page. */
const BY_ROLE: Record<string, AreaName[]> = {
  counsellor: ["diary", "hours", "reports", "notices"],
  class_teacher: ["class", "visits", "notices", "reports"],
  school_admin: ["roster", "notices", "school"],
  leader: ["school", "reports", "notices"],
  subject_teacher: ["class", "visits", "reports", "notices"],
  grade_lead: ["reports", "notices"],
  officer: ["figures"],
  guardian: ["notices", "visits", "talks"],
  client_guardian: ["talks"],
  student: ["talks", "notices"],
  client_student: ["talks"],
  staff: ["notices", "visits"],
};

const ROOM = 3;

/** The tabs, and the tabs for which they have no room. */
export function tabsOf(home: Shape<"Home"> | undefined): { tabs: Area[]; beyond: Area[] } {
  // Whoever keeps a bureau's own lines and staff sees figures there, no school's roster.
  const roles = new Set(home?.orgs.flatMap((org) => (org.kind === "bureau" ? org.roles.filter((role) => role === "officer") : org.roles)) ?? []);
  const wanted: AreaName[] = home?.orgs.some((org) => org.serves) ? ["report"] : [];
  for (const [role, names] of Object.entries(BY_ROLE)) if (roles.has(role)) wanted.push(...names);
  const all = [...new Set(wanted)];
  const tabs: AreaName[] = ["home", ...all.slice(0, ROOM), "me"];
  return { tabs: tabs.map((name) => AREAS[name] as Area), beyond: all.slice(ROOM).map((name) => AREAS[name]) };
}
