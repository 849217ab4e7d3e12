import type { Words } from "../text";

/** Of an address that the app does not have. */
export const words = {
  title: ["没有这个页面", "Page not found"],
  more: ["链接可能不完整，或者内容已经不在了。", "The link may be cut short, or what it showed is gone."],
} satisfies Record<string, Words>;
