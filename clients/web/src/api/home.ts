/** The first screen's answer: who the person is, and their roles in each organisation. */
import type { Shape } from "./client";
import { type Read, useRead } from "./read";

export type Home = Shape<"Home">;
export type Org = Home["orgs"][number];

/** The organisations in which the person has one of these roles. */
export function orgsWith(home: Home | undefined, ...roles: string[]): Org[] {
  return home?.orgs.filter((org) => org.roles.some((role) => roles.includes(role))) ?? [];
}

/** Stored on the phone: a phone that was used before waits for no request. */
export function useHome(): Read<Home> {
  return useRead("/api/v1/me/home", undefined, { store: true });
}

/** The time zone of each organisation. */
export function zonesOf(home: Home | undefined): Map<number, string> {
  return new Map(home?.orgs.map((org) => [org.orgId, org.timeZone]));
}
