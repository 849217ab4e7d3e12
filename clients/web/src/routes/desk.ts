/** What a desk's navigation shows below the tabs, and which list stands beside which screen. Fetched on wide windows alone. */
import type { ComponentType } from "preact";
import type { Home } from "../api/home";
import type { Words } from "../text";
import { features } from "../ui/features";
import { words } from "../words/desk";
import { names } from "../words/names";

/** `under`: the tab's path. `roles`: who has it; without any, everybody who has the tab. */
export interface DeskLink {
  path: string;
  words: Words;
  under: string;
  roles?: string[];
  kind?: Home["orgs"][number]["kind"];
}

const RUNS_SCHOOL = ["school_admin", "leader"];

const LINKS: DeskLink[] = [
  { path: "/campaigns", words: names.campaigns, under: "/class", roles: ["class_teacher"] },
  { path: "/committee", words: names.committee, under: "/class", roles: ["class_teacher"] },
  { path: "/campaigns", words: names.campaigns, under: "/school", roles: RUNS_SCHOOL, kind: "school" },
  { path: "/school/people", words: names.people, under: "/school" },
  { path: "/school/calendar", words: names.calendar, under: "/school" },
  { path: "/school/places", words: names.places, under: "/school", roles: ["school_admin"] },
  { path: "/school/hotlines", words: names.hotlines, under: "/school", roles: ["school_admin"] },
  { path: "/school/tablets", words: names.tablets, under: "/school", roles: ["school_admin"], kind: "school" },
  { path: "/school/sms", words: names.smsBudget, under: "/school" },
  { path: "/notices/write", words: words.writeNotice, under: "/notices", roles: ["class_teacher", ...RUNS_SCHOOL], kind: "school" },
  { path: "/lectures", words: names.lectures, under: "/notices" },
  { path: "/publicity", words: words.publicity, under: "/school", roles: RUNS_SCHOOL, kind: "school" },
  { path: "/publicity", words: words.publicity, under: "/notices", roles: ["counsellor"], kind: "school" },
  { path: "/publicity", words: words.publicity, under: "/figures" },
  { path: "/school/calendar", words: names.calendar, under: "/figures" },
  { path: "/school/hotlines", words: names.hotlines, under: "/figures" },
];

/** The links below a tab for this person. */
export function linksUnder(tab: string, home: Home): DeskLink[] {
  const holds = ({ roles, kind }: DeskLink) => !roles || home.orgs.some((org) => (!kind || org.kind === kind) && org.roles.some((role) => roles.includes(role)));
  return LINKS.filter((link) => link.under === tab && holds(link));
}

/** One of a list: its screen shows at the right of the list. */
const BESIDE: [detail: RegExp, list: string][] = [
  [/^\/class\/\d+\/[^/]+\/[^/]+(\/visit)?$/, "/class"],
  [/^\/concerns\/\d+\/[^/]+$/, "/concerns"],
  [/^\/concerns\/school\/\d+\/[^/]+$/, "/concerns"],
  [/^\/notices\/(sent\/)?\d+\/[^/]+$/, "/notices"],
  [/^\/visits\/\d+\/(?!day$)[^/]+$/, "/visits"],
  [/^\/school\/people\/\d+\/(staff|student)\/[^/]+$/, "/school/people"],
];

/** The list that this address is one of, and its screen. */
export function listBeside(path: string): { path: string; Screen: ComponentType } | undefined {
  const list = BESIDE.find(([detail]) => detail.test(path))?.[1];
  const Screen = list && features().map((feature) => feature.routes[list]).find(Boolean);
  return Screen ? { path: list, Screen } : undefined;
}
