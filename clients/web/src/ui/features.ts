/** What a feature adds to the app. `routes/index.ts` registers every feature; the frame and the first screen read them here. */
import type { ComponentType, JSX } from "preact";
import type { Home } from "../api/home";
import type { Say, Words } from "../text";
import type { IconName } from "./icons";

/** The roles by which people get tabs, most important first. `member`: serves on a health committee. */
export const TAB_ROLES = ["member", "counsellor", "class_teacher", "school_admin", "leader", "subject_teacher", "grade_lead", "officer", "guardian", "client_guardian", "student", "client_student", "staff"] as const;

export interface Tab {
  path: string;
  words: Words;
  icon: IconName;
  /** Another path whose screens belong to this tab. */
  also?: string;
}

/** `ranks`: for each role that has this tab, its place among the role's tabs; the lowest comes first. */
export interface FeatureTab extends Tab {
  ranks: { [Role in (typeof TAB_ROLES)[number]]?: number };
}

/** The order of what waits for the person: a child at risk first, people who wait, what is due, what is due within a year. */
export const URGENCY = { risk: 0, visit: 1, followUp: 2, notice: 3, account: 4, year: 5 } as const;

/** Lines of the first screen's "waiting for you". */
export interface HomeNeeds {
  urgency: (typeof URGENCY)[keyof typeof URGENCY];
  list: (home: Home, t: Say) => JSX.Element[];
}

/** An entry of the first screen's "coming up". */
export interface HomeDate {
  key: string;
  studentId: string | null;
  startsAt: string;
  endsAt: string;
  zone: string | undefined;
  href: string;
  what: Words;
  /** Null: the session has no second factor, and the student is not named. */
  studentName: string | null;
  staffName?: string;
  /** False while the other side has not answered. */
  agreed: boolean;
}

/** Screens take nothing but what stands in their address. */
export type Routes = Record<string, ComponentType>;

export interface Feature {
  routes: Routes;
  tabs?: FeatureTab[];
  needs?: HomeNeeds[];
  dates?: (home: Home) => HomeDate[];
}

let registered: Feature[] = [];

export function registerFeatures(all: Feature[]): void {
  registered = all;
}

export function features(): readonly Feature[] {
  return registered;
}

/** Everything that waits for the person on the first screen, the most urgent first. */
export function needsOf(home: Home, t: Say): JSX.Element[] {
  const needs = registered.flatMap((feature) => feature.needs ?? []);
  return needs.sort((a, b) => a.urgency - b.urgency).flatMap((need) => need.list(home, t));
}
