/** In which of their organisations a person is what. */
import type { Shape } from "./api/client";
import { type Read, useRead } from "./api/read";

type Home = Shape<"Home">;
export type Org = Home["orgs"][number];

/** The organisations where the person has one of these roles. */
export function orgsWith(home: Home | undefined, ...roles: string[]): Org[] {
  return home?.orgs.filter((org) => org.roles.some((role) => roles.includes(role))) ?? [];
}

/** Who I am, from what the first screen told: on a phone that was used before, no request is waited for. */
export function useHome(): Read<Home> {
  return useRead("/api/v1/me/home", undefined, { keep: true });
}
