import { both } from "../text";

/** Signing in by a code on paper, for guardians without a phone number. */
export const words = {
  lead: both("班主任给您的纸条上有班级码和初始码。第一次登录后，用您自己设的登录口令。", "Your slip from the class teacher has the class code and a starting code. After the first time you use a passphrase of your own."),
  classCode: both("班级码", "Class code"),
  classCodeHint: both("纸条上有，例如 7XQ2KM", "On your slip, like 7XQ2KM"),
  studentNumber: both("孩子的学号", "Your child's student number"),
  name: both("您的姓名", "Your name"),
  nameHint: both("和纸条上写的一样", "As it is written on the slip"),
  startingCode: both("初始码", "Starting code"),
  startingHint: both("纸条上的 8 位码，只能用一次", "The eight characters on your slip, good once"),
  newSecret: both("设一个您自己的登录口令", "Set a passphrase of your own"),
  newSecretHint: both("至少 8 个字。请记好，老师也看不到", "Eight characters or more. Remember it: no teacher can see it"),
  secret: both("登录口令", "Passphrase"),
  first: both("第一次登录", "First time here"),
  notFirst: both("已经设过登录口令", "I have a passphrase already"),
  had: both("我以前设过登录口令", "I had a passphrase before"),
  oldSecret: both("原来的登录口令", "Your old passphrase"),
  oldSecretHint: both("不记得也没关系：请另一位老师确认一下初始码", "If you do not remember it, another adult at school confirms the code"),
  shared: both("这台设备别人也用", "Others use this device too"),
  sharedHint: both("不留任何内容，离开 3 分钟就自动退出", "Nothing is kept here, and it signs out after 3 quiet minutes"),
  forgot: both("忘了登录口令？请班主任再发一个初始码，并请另一位老师确认，然后点“第一次登录”重新设。", "Forgotten it? Ask the class teacher for a new starting code and another adult to confirm it, then choose First time here."),
};
