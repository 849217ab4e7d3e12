import { both } from "../text";

/** The passphrase of a guardian without a phone number. */
export const words = {
  resets: both("谁给您发过初始码", "Who issued you a starting code"),
  none: both("还没有人给您发过。", "Nobody did so far."),
  safe: both("不是您要求的？请告诉学校，并换一个登录口令。", "You did not ask for it? Tell the school, and set a new passphrase."),
  title: both("换一个登录口令", "Change my passphrase"),
  now: both("现在的登录口令", "My passphrase now"),
  next: both("新的登录口令", "My new passphrase"),
  hint: both("至少 8 个字，别用姓名、生日和学校的名字", "Eight characters or more; no name, birthday or school"),
};
