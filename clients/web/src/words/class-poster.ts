import { both } from "../text";

/** A class's sheet with the way in for its students. */
export const words = {
  title: both("班级二维码", "Class QR code"),
  lead: both("学生扫码就到登录页，班级码已经填好。贴在教室里也没关系：没有本人的登录口令，谁也进不去。", "Students scan it and sign in, with the class code filled in. It may hang on the classroom wall: without the student's own passphrase it opens nothing."),
  scan: (name: string) => both(`${name}的登录二维码`, `QR code to sign in for ${name}`),
  codeOf: (name: string, code: string) => both(`${name} · 班级码 ${code}`, `${name} · class code ${code}`),
  pages: (count: number) => both(`共 ${count} 个班，每班一页。`, `${count} classes, a page for each.`),
  print: both("打印", "Print"),
  classCode: both("班级码", "Class code"),
  steps: [
    both("扫码，或打开上面的网址，选“学生”。", "Scan the code, or open the address above and choose Student."),
    both("填姓名和你自己的登录口令；班里有人和你同名，就填学号。第一次登录，向班主任要一个初始码。", "Give your name and your own passphrase; with a namesake in your class, your student number. For the first time, ask your class teacher for a starting code."),
    both("有心事，或者担心哪位同学，都可以在这里告诉老师。", "Tell your teacher here when something is on your mind, or when you worry about a classmate."),
  ],
  help: both("想马上找人说说话：12356 · 12355", "To talk to somebody now: 12356 · 12355"),
};
