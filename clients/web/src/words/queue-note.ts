import type { Words } from "../text";

/** Writes that wait for the network, and those that the server refused. */
export const words = {
  waiting: ["联网后发出", "Will send when you are online"],
  refused: ["这一项没有成功", "This could not be done"],
  seen: ["删除", "Delete"],
} satisfies Record<string, Words>;
