import { both } from "../text";

/** New starting codes that wait for a second adult. */
export const words = {
  lead: both("学生（或没有手机号的家长）忘了登录口令时，班主任发的新初始码要另一位老师确认。请先和本人说过话再确认。", "When a student, or a guardian without a phone number, forgot their passphrase, a second adult confirms the new starting code. Talk with the person first."),
  guardian: (guardian: string, student: string) => both(`${guardian}（${student}的家长）`, `${guardian}, guardian of ${student}`),
  none: both("没有等确认的。", "None waits."),
  by: (name: string, day: string) => both(`${name} 发的 · ${day}`, `issued by ${name} · ${day}`),
  confirm: both("确认", "Confirm"),
  colleagues: both("同事的初始码", "Codes of colleagues"),
  sureColleague: (name: string) => both(`同事 ${name} 忘了密码，要求重设，您和本人说过话了吗？本人会看到是您确认的。`, `Has your colleague ${name} forgotten the password, and have you spoken with them? They will see that you confirmed it.`),
  sure: (name: string) => both(`${name} 本人要求重设登录口令，您和 TA 说过话了吗？TA 会看到是您确认的。`, `Has ${name} asked for this, and have you spoken with them? They will see that you confirmed it.`),
};
