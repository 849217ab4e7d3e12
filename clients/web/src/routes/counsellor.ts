import { lazy } from "./lazy";
import type { Routes } from ".";

export const counsellor: Routes = {
  "/diary": lazy(() => import("../screens/counsellor/diary")),
  "/hours": lazy(() => import("../screens/counsellor/hours")),
};
