import { lazy } from "./lazy";
import type { Routes } from ".";

export const school: Routes = {
  "/figures": lazy(() => import("../screens/figures/figures")),
  "/roster": lazy(() => import("../screens/roster/roster")),
  "/roster/:org/:import": lazy(() => import("../screens/roster/import")),
  "/school": lazy(() => import("../screens/school/school")),
  "/school/people": lazy(() => import("../screens/school/people")),
  "/school/places": lazy(() => import("../screens/school/places")),
  "/school/hotlines": lazy(() => import("../screens/school/hotlines")),
};
