/** Every address of the app and its screen, loaded when it is first opened. */
import { lazy } from "preact-iso";
import type { ComponentType } from "preact";

export const Lost = lazy(() => import("./screens/lost"));

export const routes: Record<string, ComponentType<any>> = {
  "/": lazy(() => import("./screens/home/home")),
  "/help": lazy(() => import("./screens/hotlines/help")),
  "/sign-in": lazy(() => import("./screens/signin/signin")),
  "/sign-in/:way": lazy(() => import("./screens/signin/signin")),
  "/inbox": lazy(() => import("./screens/inbox/inbox")),
  "/me": lazy(() => import("./screens/me/me")),
  "/me/settings": lazy(() => import("./screens/me/settings")),
  "/me/calendar": lazy(() => import("./screens/me/calendar")),
  "/me/devices": lazy(() => import("./screens/me/devices")),
  "/me/safety": lazy(() => import("./screens/me/safety")),
};
