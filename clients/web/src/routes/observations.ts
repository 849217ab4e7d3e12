import { lazy } from "preact-iso";
import type { Routes } from ".";

export const observations: Routes = {
  "/report": lazy(() => import("../screens/observations/report")),
  "/report/mine": lazy(() => import("../screens/observations/mine")),
};
