import { both } from "../text";

/** Over a form whose content somebody else changed while it was filled in. */
export const words = {
  changed: both("这里的内容刚刚有更新。您填写的还在，但不能覆盖新的内容。", "This has just been changed. What you typed is still here, but it cannot be saved over the newer version."),
  show: both("改用新的内容", "Use the newer version"),
};
