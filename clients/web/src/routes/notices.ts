import { noticeNeeds, urgentNeeds } from "../screens/notices/home";
import { type Feature, URGENCY } from "../ui/features";
import { words } from "../words/frame/notices";
import { lazy } from "./lazy";

export const notices: Feature = {
  routes: {
    "/notices": lazy(() => import("../screens/notices/notices")),
    "/notices/write/:org?/:id?": lazy(() => import("../screens/notices/write")),
    "/notices/sent/:org/:id": lazy(() => import("../screens/notices/sent")),
    "/notices/bureau/:org/:id/:edit?": lazy(() => import("../screens/notices/bureau/screen")),
    "/notices/:org/:id": lazy(() => import("../screens/notices/notice")),
    "/parents": lazy(() => import("../screens/parents/parents")),
    "/publicity": lazy(() => import("../screens/publicity/publicity")),
    "/lectures/:at*": lazy(() => import("../screens/lectures/lectures")),
    "/library/:at*": lazy(() => import("../screens/lectures/shelf")),
  },
  tabs: [
    {
      path: "/notices",
      words: words.notices,
      icon: "notices",
      also: "/lectures",
      ranks: { guardian: 1, school_admin: 2, grade_lead: 2, student: 2, staff: 1, class_teacher: 3, leader: 3, officer: 3, counsellor: 4, subject_teacher: 4 },
    },
  ],
  needs: [{ urgency: URGENCY.risk, list: urgentNeeds }, { urgency: URGENCY.notice, list: noticeNeeds }],
};
