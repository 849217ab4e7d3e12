import { both } from "../text";

/** Codes on paper with which a student, or a guardian without a phone number, signs in the first time. */
export const words = {
  byPaper: both("没有登记手机号和邮箱：用初始码和自己的密码登录。", "No phone number or email address on record: they sign in by a starting code and a password of their own."),
  code: both("发初始码", "Issue a starting code"),
  forGuardian: (name: string) => both(`给家长${name}发初始码`, `Issue ${name} a starting code`),
};
