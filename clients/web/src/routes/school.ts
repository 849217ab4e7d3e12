import type { Feature } from "../ui/features";
import { words } from "../words/frame/school";
import { lazy } from "./lazy";

/** For those who run a school or a bureau. */
export const school: Feature = {
  routes: {
    "/figures/:at*": lazy(() => import("../screens/figures/figures")),
    "/roster": lazy(() => import("../screens/roster/roster")),
    "/roster/:org/school-year": lazy(() => import("../screens/roster/school-year")),
    "/roster/:org/:id": lazy(() => import("../screens/roster/import")),
    "/school": lazy(() => import("../screens/school/school")),
    "/school/people": lazy(() => import("../screens/school/people")),
    "/school/people/:org/staff/:id": lazy(() => import("../screens/school/person/staff")),
    "/school/people/:org/student/:id": lazy(() => import("../screens/school/person/student")),
    "/school/calendar": lazy(() => import("../screens/calendar/calendar")),
    "/school/:part": lazy(() => import("./school-parts")),
  },
  tabs: [
    { path: "/roster", words: words.roster, icon: "people", ranks: { school_admin: 1 } },
    { path: "/school", words: words.school, icon: "chart", ranks: { leader: 1, school_admin: 3 } },
    { path: "/figures", words: words.figures, icon: "chart", ranks: { officer: 1 } },
  ],
};
