import { both } from "../text";

const ask = (zh: string, en: string) => ({
  sure: both(`${zh}设过登录口令的话，旧的会作废，登录着的手机会退出，${zh}会看到是谁发的。`, `If the ${en} has a passphrase, it ends, phones signed in with it are signed out, and the ${en} sees who issued the code.`),
  second: both(
    `${zh}已经设过登录口令。请另一位老师在“我的 → 确认初始码”里确认，这个码才能用；${zh}记得原来的登录口令，也可以直接用。`,
    `The ${en} has a passphrase already. This code works once another adult at school has confirmed it under Me → Codes to confirm, or with the ${en}'s old passphrase.`,
  ),
});

/** A starting code, shown once, and its slip of paper. */
export const words = {
  ofStudent: { ...ask("学生", "student"), lead: both("学生第一次登录用，只能用一次。请单独交给学生本人。", "For the student's first sign-in, good once. Hand it to the student alone.") },
  namesake: both("班里有同名的学生，只填姓名登不上：请让学生用学号登录。", "Two students of this class have this name, and the name alone will not do: this student signs in with the number."),
  ofGuardian: {
    ...ask("家长", "guardian"),
    lead: both("没有手机号的家长用，只能用一次。打印或抄在纸上，交给本人：登录页选“没有手机 → 第一次登录”。", "For a guardian without a phone, good once. Print it or write it down for them: Without a phone, then First time here."),
  },
  ofColleague: {
    sure: both("这位同事设过密码的话，旧的会作废，登录着的设备会退出，本人会看到是谁发的。", "If your colleague has a password, it ends, devices signed in with it are signed out, and they see who issued the code."),
    second: both(
      "这位同事已经设过密码。请另一位管理员、心理老师、年级组长或校领导在“我的 → 确认初始码”里确认，这个码才能用；本人记得原来的密码，也可以直接用。没用旧密码的，七天内不能添加通行密钥或动态验证码。",
      "Your colleague has a password already. This code works once another administrator, a counsellor, a head of grade or a leader has confirmed it under Me → Codes to confirm, or with the old password. Without the old one, no passkey or authenticator can be added for seven days.",
    ),
    lead: both("没有手机号也没有邮箱的同事用，只能用一次。打印或抄在纸上，交给本人：登录页选“没有手机 → 教职工 → 第一次登录”。", "For a colleague with neither phone nor mail, good once. Print it or write it down for them: Without a phone, Staff, then First time here."),
  },
  make: both("现在发一个", "Issue it now"),
  until: (when: string) => both(`${when}前有效`, `good until ${when}`),
  print: both("打印纸条", "Print the slip"),
  title: both("心桥登录纸条", "Xinqiao sign-in slip"),
  slipOfGuardian: (name: string) => both(`给家长 ${name}`, `For ${name}, guardian`),
  slipOfStudent: (name: string) => both(`给学生 ${name}`, `For ${name}, student`),
  slipOfColleague: (name: string) => both(`给教职工 ${name}`, `For ${name}, staff`),
  address: both("网址", "Address"),
  classCode: both("班级码", "Class code"),
  studentNumber: both("孩子的学号", "Child's student number"),
  orgCode: both("学校码", "School code"),
  ownNumber: both("学号", "Student number"),
  staffNumber: both("工号", "Staff number"),
  signInName: both("姓名", "Name"),
  code: both("初始码", "Starting code"),
  stepsGuardian: [
    both("打开网址，选“没有手机”，再点“第一次登录”。", "Open the address, choose “Without a phone”, then First time here."),
    both("照上面填班级码、孩子的学号、您的姓名和初始码。", "Fill in the class code, your child's number, your name and the starting code as above."),
    both("设一个您自己的登录口令，记在心里。以后用它登录，初始码只能用一次。", "Set a passphrase of your own and remember it. You sign in with it from then on: the code is good once."),
  ],
  stepsColleague: [
    both("打开网址，选“没有手机”，再选“教职工”，点“第一次登录”。", "Open the address, choose “Without a phone”, then Staff, then First time here."),
    both("照上面填学校码、您的工号、姓名和初始码。", "Fill in the school code, your staff number, your name and the starting code as above."),
    both("设一个您自己的密码，记在心里。以后用它登录，初始码只能用一次。登录后在“登录安全”里添加通行密钥或动态验证码。", "Set a password of your own and remember it. You sign in with it from then on: the code is good once. Then add a passkey or an authenticator under Sign-in security."),
  ],
  stepsNamesake: [
    both("打开网址，选“学生”，再点“第一次登录”。", "Open the address, choose Student, then First time here."),
    both("照上面填班级码、你的学号和初始码。班里有人和你同名，所以你每次都用学号登录，不填姓名。", "Fill in the class code, your student number and the starting code as above. Somebody in your class has your name, so you always sign in with your number."),
    both("给自己设一个登录口令，记在心里。以后用它登录，初始码只能用一次。", "Set a passphrase of your own and remember it. You sign in with it from then on: the code is good once."),
  ],
  stepsStudent: [
    both("打开网址，选“学生”，再点“第一次登录”。", "Open the address, choose Student, then First time here."),
    both("照上面填班级码、姓名和初始码。", "Fill in the class code, your name and the starting code as above."),
    both("给自己设一个登录口令，记在心里。以后用它登录，初始码只能用一次。", "Set a passphrase of your own and remember it. You sign in with it from then on: the code is good once."),
  ],
  keep: both("请收好，不要给别人看；登录后撕掉。", "Keep it to yourself, and tear it up once you have signed in."),
};
