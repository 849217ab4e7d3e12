import { alertNeeds, askNeeds, followUpNeeds, owedVisitNeeds, visitDates, visitNeeds } from "../screens/visits/home";
import { type Feature, URGENCY } from "../ui/features";
import { words } from "../words/frame/visits";
import { lazy } from "./lazy";

export const visits: Feature = {
  routes: {
    "/visits": lazy(() => import("../screens/visits/visits")),
    "/visits/availability/:at*": lazy(() => import("../screens/visits/availability")),
    "/visits/:org/:visit/:record?": lazy(() => import("../screens/visits/visit")),
    "/campaigns/:org/:id/plan": lazy(() => import("../screens/visits/campaigns/plan")),
    "/campaigns/:org/:id/edit": lazy(() => import("../screens/visits/campaigns/edit")),
    "/campaigns/:at*": lazy(() => import("../screens/visits/campaigns/campaigns")),
    "/class": lazy(() => import("../screens/class/class")),
    "/class/:org/:class/:student": lazy(() => import("../screens/class/student")),
    "/class/:org/:class/:student/visit": lazy(() => import("../screens/class/propose")),
  },
  tabs: [
    { path: "/class", words: words.class, icon: "people", also: "/committee", ranks: { class_teacher: 1, subject_teacher: 1 } },
    { path: "/visits", words: words.visits, icon: "visits", also: "/campaigns", ranks: { class_teacher: 2, subject_teacher: 2, guardian: 2, staff: 2 } },
  ],
  needs: [
    { urgency: URGENCY.risk, list: alertNeeds },
    { urgency: URGENCY.visit, list: visitNeeds },
    { urgency: URGENCY.visit, list: askNeeds },
    { urgency: URGENCY.followUp, list: followUpNeeds },
    { urgency: URGENCY.year, list: owedVisitNeeds },
  ],
  dates: visitDates,
};
