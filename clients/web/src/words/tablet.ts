import { both } from "../text";

/** What a class tablet says before anybody is signed in. */
export const words = {
  who: (name: string) => both(`${name} · 你是谁？`, `${name} · Who are you?`),
  tap: both("点你的名字，再输入 PIN。", "Tap your name, then type your PIN."),
  nobody: both("这个班现在没有学生。请老师告诉学校管理员，给平板换一个班。", "This class has no students now. Ask your teacher to have the tablet given another class."),
  hello: (name: string) => both(`你好，${name}`, `Hello, ${name}`),
  typed: (count: number) => both(`已输入 ${count} 位`, `${count} digits typed`),
  pin: both("你的 PIN，4 到 6 位数字", "Your PIN, four to six digits"),
  pad: both("数字键", "Digits"),
  back: both("删", "Delete"),
  enter: both("登录", "Sign in"),
  other: both("不是我，重新选", "Not me, choose again"),
  passphrase: both("用登录口令登录", "Sign in with my passphrase"),
  closed: both("以前的报告和预约在这台平板上看不到。三分钟不碰，会自动退出。", "Earlier reports and private talks are not shown on this tablet. It signs out after three minutes without a touch."),
  enrolTitle: both("启用班级平板", "Set up a class tablet"),
  enrolLead: both("这台平板还没有启用，或者已被停用。请学校管理员在“学校 → 班级平板”里生成启用码，填在这里。", "This tablet is not enrolled, or was ended. An administrator makes a code under School → Class tablets; type it here."),
  code: both("启用码", "Code"),
  codeHint: both("例如 101-ABCD2345", "Such as 101-ABCD2345"),
  enrol: both("启用这台平板", "Set up this tablet"),
  notTablet: both("这不是班级平板", "This is no class tablet"),
};
