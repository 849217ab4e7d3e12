import { lazy } from "./lazy";
import type { Routes } from ".";

export const observations: Routes = {
  "/report": lazy(() => import("../screens/observations/report")),
  "/report/mine": lazy(() => import("../screens/observations/mine")),
  "/concerns": lazy(() => import("../screens/observations/concerns")),
  "/concerns/new": lazy(() => import("../screens/observations/filing")),
  "/concerns/slip": lazy(() => import("../screens/observations/slip")),
  "/concerns/:org/:observation": lazy(() => import("../screens/observations/case")),
  "/committee": lazy(() => import("../screens/observations/committee")),
  "/committee/answer/:org/:member": lazy(() => import("../screens/observations/answer")),
};
