import { both } from "../text";

/** What can be taken back for five seconds. */
export const words = { undo: both("撤销", "Undo") };
