import { bulletinNeeds } from "../screens/bulletins/home";
import { type Feature, URGENCY } from "../ui/features";
import { words } from "../words/frame/bulletins";
import { lazy } from "./lazy";

export const bulletins: Feature = {
  routes: {
    "/bulletins": lazy(() => import("../screens/bulletins/bulletins")),
  },
  tabs: [{ path: "/bulletins", words: words.bulletins, icon: "notices", ranks: { school_admin: 9, leader: 9 } }],
  needs: [{ urgency: URGENCY.year, list: bulletinNeeds }],
};
