import Help from "../screens/hotlines/help";
import type { Routes } from ".";
import { lazy } from "./lazy";

export const core: Routes = {
  "/": lazy(() => import("../screens/home/home")),
  // Part of the app itself: it opens whatever else cannot be had.
  "/help": Help,
  "/sign-in": lazy(() => import("../screens/signin/signin")),
  "/sign-in/:way": lazy(() => import("../screens/signin/signin")),
  "/inbox": lazy(() => import("../screens/inbox/inbox")),
  "/me": lazy(() => import("../screens/me/me")),
  "/me/settings": lazy(() => import("../screens/me/settings")),
  "/me/calendar": lazy(() => import("../screens/me/calendar")),
  "/me/devices": lazy(() => import("../screens/me/devices")),
  "/me/safety": lazy(() => import("../screens/me/safety")),
};
