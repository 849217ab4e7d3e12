import { both } from "../text";

/** Texts of wide windows alone. */
export const words = {
  writeNotice: both("写通知", "Write a notice"),
  list: both("列表", "List"),
  waiting: (count: number) => both(`${count} 项待处理`, count === 1 ? "1 item waits" : `${count} items wait`),
  many: "99+",
  publicity: both("宣传教育", "Publicity work"),
};
