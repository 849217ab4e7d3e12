import type { Shape } from "../api/client";
import { both, type Words } from "../text";

/** An officer names who at a school owns a case. */
export const naming = {
  nameTitle: both("指定负责人", "Name who is in charge"),
  rungs: {
    class: both("本班教师", "Teaches the class"),
    grade: both("年级组长", "Head of grade"),
    school: both("心理教师或校领导", "Counsellor or leader"),
  } satisfies Record<Shape<"SchoolCaseOwner">["rung"], Words>,
  name: both("指定", "Name them"),
  nameSure: (name: string) => both(`请${name}所在的一级负责这件事？他们马上会收到通知，并看到是教育局指定的。之后您就看不到这件事了。`, `Give it to ${name} and those who share the part? They are told at once, and see that the bureau named them. You no longer see it then.`),
  named: (name: string) => both(`已指定，${name} 马上会收到通知。`, `Done. ${name} is told at once.`),
  nobodyToName: both("学校现在没有可以指定的人。请联系学校，先任命一位。", "The school has nobody who can be named now. Ask it to appoint somebody first."),
  openTitle: both("需要您自己处理吗？", "Do you have to act yourself?"),
  openLead: both("打开会看到学生姓名，并记录在学校。指定负责人不用打开。", "Opening shows the student's name and is recorded at the school. You can name somebody without it."),
  open: both("打开这件事", "Open it"),
};
