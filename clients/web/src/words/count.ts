import { both } from "../text";

/** How many things wait behind a tab, and how many messages are unread. */
export const words = {
  waiting: (count: number) => both(`${count} 项待处理`, count === 1 ? "1 item waits" : `${count} items wait`),
  unread: (count: number) => both(`${count} 条未读`, `${count} unread`),
  many: "99+",
};
