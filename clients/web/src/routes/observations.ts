import { committeeNeeds, observationNeeds } from "../screens/observations/home";
import { type Feature, URGENCY } from "../ui/features";
import { words } from "../words/frame/observations";
import { lazy } from "./lazy";

export const observations: Feature = {
  routes: {
    "/report": lazy(() => import("../screens/observations/report")),
    "/report/mine": lazy(() => import("../screens/observations/mine")),
    "/concerns": lazy(() => import("../screens/observations/concerns")),
    "/concerns/new": lazy(() => import("../screens/observations/filing")),
    "/concerns/slip": lazy(() => import("../screens/observations/slip")),
    "/concerns/:org/:id": lazy(() => import("../screens/observations/case")),
    "/concerns/:of/:org/:id": lazy(() => import("../screens/observations/other-case")),
    "/committee": lazy(() => import("../screens/observations/committee")),
    "/committee/answer/:org/:id": lazy(() => import("../screens/observations/answer")),
  },
  tabs: [
    { path: "/report", words: words.report, icon: "report", ranks: { member: 1 } },
    { path: "/concerns", words: words.concerns, icon: "report", ranks: { grade_lead: 1, leader: 2, counsellor: 3, subject_teacher: 3, class_teacher: 4, officer: 2 } },
  ],
  needs: [
    { urgency: URGENCY.risk, list: observationNeeds },
    { urgency: URGENCY.account, list: committeeNeeds },
  ],
};
