import { lazy } from "./lazy";
import type { Routes } from ".";

export const notices: Routes = {
  "/notices": lazy(() => import("../screens/notices/notices")),
  "/notices/write": lazy(() => import("../screens/notices/write")),
  "/notices/write/:org/:notice": lazy(() => import("../screens/notices/write")),
  "/notices/sent/:org/:notice": lazy(() => import("../screens/notices/sent")),
  "/notices/:org/:notice": lazy(() => import("../screens/notices/notice")),
};
