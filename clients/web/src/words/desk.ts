import { both } from "../text";

/** Texts of wide windows alone. */
export const words = {
  writeNotice: both("写通知", "Write a notice"),
  list: both("列表", "List"),
  publicity: both("宣传教育", "Publicity work"),
};
