import { both } from "../text";

/** A lecture without a free seat. */
export const words = {
  full: both("名额已满，可排队", "Full: wait in line"),
  leave: both("不再排队", "Leave the line"),
  left: both("已不再排队。", "You are out of the line."),
};
