import type { Routes } from ".";
import { lazy } from "./lazy";

export const visits: Routes = {
  "/visits": lazy(() => import("../screens/visits/visits")),
  "/visits/availability": lazy(() => import("../screens/visits/availability")),
  "/visits/:org/:visit": lazy(() => import("../screens/visits/visit")),
  "/visits/:org/:visit/record": lazy(() => import("../screens/visits/record")),
  "/class": lazy(() => import("../screens/class/class")),
  "/class/:org/:class/:student": lazy(() => import("../screens/class/student")),
  "/class/:org/:class/:student/visit": lazy(() => import("../screens/class/propose")),
};
