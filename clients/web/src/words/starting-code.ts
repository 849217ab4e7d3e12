import { both } from "../text";

const ask = (zh: string, en: string) => ({
  sure: both(`${zh}设过登录口令的话，旧的会作废，登录着的手机会退出，${zh}会看到是谁发的。`, `If the ${en} has a passphrase, it ends, phones signed in with it are signed out, and the ${en} sees who issued the code.`),
  second: both(
    `${zh}已经设过登录口令。请另一位老师在“我的 → 确认初始码”里确认，这个码才能用；${zh}记得原来的登录口令，也可以直接用。`,
    `The ${en} has a passphrase already. This code works once another adult at school has confirmed it under Me → Codes to confirm, or with the ${en}'s old passphrase.`,
  ),
});

/** Codes on paper with which a student, or a guardian without a phone number, signs in the first time. */
export const words = {
  code: both("发初始码", "Issue a starting code"),
  forGuardian: (name: string) => both(`给家长${name}发初始码`, `Issue ${name} a starting code`),
  ofStudent: { ...ask("学生", "student"), lead: both("学生第一次登录用，只能用一次。请单独交给学生本人。", "For the student's first sign-in, good once. Hand it to the student alone.") },
  ofGuardian: {
    ...ask("家长", "guardian"),
    lead: both("没有手机号的家长用，只能用一次，抄在纸上交给本人：登录页选“学生 → 第一次登录”。", "For a guardian without a phone, good once: Student, then First time here."),
  },
  make: both("现在发一个", "Issue it now"),
  codeIs: both("初始码", "Starting code"),
  classCode: both("班级码", "Class code"),
  signInName: both("姓名栏填", "As the name"),
  until: (when: string) => both(`${when} 前有效`, `good until ${when}`),
};
