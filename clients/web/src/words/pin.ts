import { both } from "../text";

/** A student's PIN for the tablets of the class. */
export const words = {
  title: both("班级平板的 PIN", "PIN for the class tablet"),
  lead: both("4 到 6 位数字，只在你们班的平板上有用。用 PIN 登录后，看不到以前的报告和预约，别人偷看到也没关系。", "Four to six digits that work on your class's tablets alone. Who signs in with it sees no earlier reports or private talks, so somebody who watched you type finds nothing."),
  set: both("已设置 PIN。", "You have a PIN."),
  secret: both("我的登录口令", "My passphrase"),
  pin: both("新的 PIN", "New PIN"),
  hint: both("别用生日、学号、连号或重复的数字", "No birthdays, student numbers, rows or repeats"),
  save: both("设置 PIN", "Set the PIN"),
  change: both("更换 PIN", "Change the PIN"),
  saved: both("PIN 已设好。", "Your PIN is set."),
  end: both("删除 PIN", "Remove the PIN"),
  endSure: both("以后在班级平板上只能用登录口令登录。", "On the class tablet you then sign in with your passphrase alone."),
  ended: both("PIN 已删除。", "Your PIN is removed."),
};
