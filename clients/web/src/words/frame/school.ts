import type { Words } from "../../text";

/** The tabs of those who run a school or a bureau. */
export const words = {
  roster: ["名册", "Roster"],
  school: ["学校", "School"],
  figures: ["数据", "Statistics"],
} satisfies Record<string, Words>;
