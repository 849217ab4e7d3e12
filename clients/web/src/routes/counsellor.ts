import type { Routes } from ".";
import { lazy } from "./lazy";

export const counsellor: Routes = {
  "/diary": lazy(() => import("../screens/counsellor/diary")),
  "/hours": lazy(() => import("../screens/counsellor/hours")),
};
