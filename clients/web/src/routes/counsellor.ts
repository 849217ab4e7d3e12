import type { Feature } from "../ui/features";
import { words } from "../words/frame/talks";
import { lazy } from "./lazy";

export const counsellor: Feature = {
  routes: {
    "/diary": lazy(() => import("../screens/counsellor/diary")),
    "/hours": lazy(() => import("../screens/counsellor/hours")),
  },
  tabs: [
    { path: "/diary", words: words.diary, icon: "diary", also: "/talks", ranks: { counsellor: 1 } },
    { path: "/hours", words: words.hours, icon: "hours", ranks: { counsellor: 2 } },
  ],
};
