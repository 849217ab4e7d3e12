import type { Words } from "../../text";

/** What shows of bulletins before their screen is opened. */
export const words = {
  bulletins: ["公告", "Bulletins"],
} satisfies Record<string, Words>;
