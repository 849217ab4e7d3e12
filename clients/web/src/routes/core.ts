import Help from "../screens/hotlines/help";
import { accountNeeds } from "../screens/me/home";
import { type Feature, URGENCY } from "../ui/features";
import { lazy } from "./lazy";

/** What every person has: the first screen, signing in, messages and their own account. */
export const core: Feature = {
  routes: {
    "/": lazy(() => import("../screens/home/home")),
    // Part of the app's first files: it opens even when nothing else can be fetched.
    "/help": Help,
    "/sign-in": lazy(() => import("../screens/signin/signin")),
    "/sign-in/:mode": lazy(() => import("../screens/signin/signin")),
    "/inbox": lazy(() => import("../screens/inbox/inbox")),
    "/me": lazy(() => import("../screens/me/me")),
    "/me/settings": lazy(() => import("../screens/me/settings")),
    "/me/calendar": lazy(() => import("../screens/me/calendar")),
    "/me/devices": lazy(() => import("../screens/me/devices")),
    "/me/codes": lazy(() => import("../screens/me/codes")),
    "/me/colleagues": lazy(() => import("../screens/me/colleagues")),
    "/me/safety": lazy(() => import("../screens/me/safety")),
  },
  needs: [{ urgency: URGENCY.account, list: accountNeeds }],
};
