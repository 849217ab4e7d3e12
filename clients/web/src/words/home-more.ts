import { both } from "../text";

/** Links below the first screen. */
export const words = {
  more: both("更多", "More"),
  inbox: both("消息", "Messages"),
  unread: (count: number) => both(`${count} 条未读`, `${count} unread`),
};
