import { both } from "../text";

/** The link to a talk with the counsellor, on screens that show nothing else of talks. */
export const invite = both("约心理老师", "Arrange a session");
