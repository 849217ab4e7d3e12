import { both } from "../text";

/** The phone number or mail address that somebody signs in by. */
export const words = {
  title: both("登录方式", "How you sign in"),
  phone: both("登录验证码发到这个手机号；没有打开应用时，重要的消息也用短信发到这里。号码不对或换了号，请班主任或学校管理员更正。", "Sign-in codes go to this phone number, and so do important messages while the app does not reach you. If it is wrong or has changed, ask the class teacher or an administrator to correct it."),
  mail: both("登录验证码发到这个邮箱；没有另设邮箱时，消息和日程邀请也发到这里。要换，请班主任或学校管理员更正。", "Sign-in codes go to this address, and so do messages and invites unless you set another one. To change it, ask the class teacher or an administrator."),
  student: both("用班级码、姓名和你自己设的登录口令登录；班里有人和你同名，就用学号。", "You sign in with the class code, your name and your own passphrase; with a namesake in your class, with your student number."),
  paper: both("没有登记手机号和邮箱：用纸条上的初始码和自己设的口令登录。", "No phone number or email address on record: you sign in by a code on paper and a passphrase of your own."),
};
