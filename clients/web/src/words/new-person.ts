import { both } from "../text";

/** A student or a colleague who comes, without a file. */
export const words = {
  addStudent: both("添加学生", "Add a student"),
  studentNumber: both("学号", "Student number"),
  studentNumberHint: both("转回来的学生写原来的学号，历史记录会接上。", "For a student who comes back, use the number of before: the history goes on."),
  address: both("家庭住址（选填）", "Home address (optional)"),
  addStaff: both("添加教职工", "Add a colleague"),
  staffLead: both("代课老师、新同事不用上传表格。班级已有班主任的，由此人接任。", "A substitute or a new colleague needs no file. A class that has a class teacher gets this one instead."),
  staffPhoneHint: both("用这个号码登录。没有手机号的写邮箱，用邮箱收验证码；都没有就空着，用初始码登录。已是家长的，写家长用的那个。", "They sign in with it. Without a phone give an email address: the codes go there. Without either leave it empty: they sign in by a starting code. Somebody who is a guardian here keeps the same one."),
  addressHint: both("加密保存，只用来安排家访。", "Encrypted, and used to plan home visits alone."),
  phoneNone: both("没有手机号的写邮箱，用邮箱收验证码。都没有就空着：家长用初始码登录。", "Without a phone give an email address: the codes go there. Without either leave it empty: they sign in by a starting code."),
  guardiansNext: both("添加后，在学生页面里添加家长。", "Afterwards, add the guardians on the student's page."),
};
