import { recordNeeds, talkDates } from "../screens/talks/home";
import { type Feature, URGENCY } from "../ui/features";
import { words } from "../words/frame/talks";
import { lazy } from "./lazy";

const book = lazy(() => import("../screens/talks/book"));

export const talks: Feature = {
  routes: {
    "/talks": lazy(() => import("../screens/talks/talks")),
    "/talks/book": book,
    "/talks/book/:org/:student": book,
    "/talks/:org/:id": lazy(() => import("../screens/talks/talk")),
  },
  tabs: [{ path: "/talks", words: words.talks, icon: "talk", ranks: { client_guardian: 1, student: 1, client_student: 1, guardian: 3 } }],
  needs: [{ urgency: URGENCY.visit, list: recordNeeds }],
  dates: talkDates,
};
