import { lazy } from "./lazy";
import type { Routes } from ".";

export const visits: Routes = {
  "/visits": lazy(() => import("../screens/visits/visits")),
  "/visits/offer": lazy(() => import("../screens/visits/offer")),
  "/visits/:org/:visit": lazy(() => import("../screens/visits/visit")),
  "/visits/:org/:visit/record": lazy(() => import("../screens/visits/record")),
  "/class": lazy(() => import("../screens/class/class")),
  "/class/:org/:class/:student": lazy(() => import("../screens/class/pupil")),
  "/class/:org/:class/:student/visit": lazy(() => import("../screens/class/propose")),
};
