/** What a school's administration opens now and then: the first page does not carry their addresses. */
import { useLocation } from "preact-iso";
import { lazy } from "./lazy";
import Lost from "../screens/lost";

const PARTS = {
  places: lazy(() => import("../screens/school/places")),
  sms: lazy(() => import("../screens/school/sms-budget")),
  hotlines: lazy(() => import("../screens/school/hotlines")),
  tablets: lazy(() => import("../screens/school/tablets")),
};

export default function SchoolPart() {
  const { path } = useLocation();
  const Part = PARTS[path.split("/")[2] as keyof typeof PARTS] ?? Lost;
  return <Part />;
}
