import type { Words } from "../text";

/** The page, spoken for those who read with effort. */
export const words = {
  read: ["朗读这一页", "Read this page aloud"],
  stop: ["停止朗读", "Stop reading"],
} satisfies Record<string, Words>;
