import { both } from "../text";

/** How many things wait behind a tab. */
export const words = {
  waiting: (count: number) => both(`${count} 项待处理`, count === 1 ? "1 item waits" : `${count} items wait`),
  many: "99+",
};
