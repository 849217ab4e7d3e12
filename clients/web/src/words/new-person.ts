import { both } from "../text";

/** A student who comes, without a file. */
export const words = {
  addStudent: both("添加学生", "Add a student"),
  studentNumber: both("学号", "Student number"),
  studentNumberHint: both("转回来的学生写原来的学号，历史记录会接上。", "For a student who comes back, use the number of before: the history goes on."),
  address: both("家庭住址（选填）", "Home address (optional)"),
  addressHint: both("加密保存，只用来安排家访。", "Encrypted, and used to plan home visits alone."),
  phoneNone: both("没有手机号就空着：家长用初始码登录。", "Leave it empty if there is none: they sign in by a starting code."),
  guardiansNext: both("添加后，在学生页面里添加家长。", "Afterwards, add the guardians on the student's page."),
};
