import { both } from "../text";

/** Signing in by a code on paper, for guardians without a phone number. */
export const words = {
  who: both("您的身份", "You are"),
  guardian: both("家长", "Guardian"),
  staff: both("教职工", "Staff"),
  lead: both("班主任给您的纸条上有班级码和初始码。第一次登录后，用您自己设的登录口令。", "Your slip from the class teacher has the class code and a starting code. After the first time you use a passphrase of your own."),
  classCode: both("班级码", "Class code"),
  classCodeHint: both("纸条上有，例如 7XQ2KM4B", "On your slip, such as 673TDSHW"),
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

/** The same for colleagues who have neither phone nor mail. */
export const ofStaff = {
  ...words,
  lead: both("学校管理员给您的纸条上有学校码和初始码。第一次登录后，用您自己设的密码。", "Your slip from an administrator has the school code and a starting code. After the first time you use a password of your own."),
  classCode: both("学校码", "School code"),
  classCodeHint: both("纸条上有，例如 S0-101", "On your slip, like S0-101"),
  studentNumber: both("您的工号", "Your staff number"),
  newSecret: both("设一个您自己的密码", "Set a password of your own"),
  newSecretHint: both("至少 10 个字，别人猜不到的", "Ten characters or more that nobody guesses"),
  secret: both("密码", "Password"),
  notFirst: both("已经设过密码", "I have a password already"),
  had: both("我以前设过密码", "I had a password before"),
  oldSecret: both("原来的密码", "Your old password"),
  oldSecretHint: both("不记得也没关系：请另一位同事确认一下初始码", "If you do not remember it, another colleague confirms the code"),
  forgot: both("忘了密码？请管理员再发一个初始码，并请另一位同事确认，然后点“第一次登录”重新设。有通行密钥的，选“教职工（通行密钥或密码）”登录。", "Forgotten it? Ask an administrator for a new starting code and a second colleague to confirm it, then choose First time here. With a passkey, choose Staff, by passkey or password."),
};
