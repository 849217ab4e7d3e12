/** What an open concern says once a colleague did something about it. */
import { both } from "../text";

export const words = {
  changed: both("有同事刚刚处理过这件事。", "A colleague has just done something about this."),
  show: both("显示最新情况", "Show it as it is now"),
};
