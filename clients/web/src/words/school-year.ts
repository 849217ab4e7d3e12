import type { Shape } from "../api/client";
import { both, type Words } from "../text";

/** A new school year is opened without a file. */
export const words = {
  title: both("开始新学年", "Open the new school year"),
  lead: both("不用上传表格。先核对每个班怎么升，再看会有哪些变化；确认之前什么都不变，确认后马上生效，7 天内可以撤销。", "No file is needed. Say what becomes of each class, look at what would change, then decide. It takes effect at once, and can be undone for 7 days."),
  yearName: (year: number) => both(`${year}–${year + 1} 学年`, `School year ${year}–${year + 1}`),
  leftOut: (count: number) => both(`因法院命令，有 ${count} 名学生没有列出；他们随本班一起安排。`, `Because of a court's order ${count} ${count === 1 ? "student is" : "students are"} not listed and ${count === 1 ? "goes" : "go"} with the class.`),
  fate: both("安排", "What becomes of it"),
  fates: {
    up: both("升入新班级", "Goes up"),
    graduates: both("毕业", "Graduates"),
    ends: both("撤销班级", "Ends: its students leave"),
  } satisfies Record<Shape<"ClassStep">["fate"], Words>,
  students: (name: string, count: number) => both(`${name}（${count} 人）`, `${name} (${count})`),
  into: both("新班级名称", "Name of the class"),
  intoHint: both("几个班填同一个名称，就合并成一个班。", "Classes with one name become one class."),
  grade: both("年级", "Grade"),
  teacher: both("新学年班主任", "Class teacher"),
  sameTeacher: (name: string) => both(`和现在一样（${name || "没有"}）`, `As now (${name || "nobody"})`),
  others: both("有学生去别的班（留级、分班）", "Some students go into another class"),
  othersOf: (name: string) => both(`${name}：去别的班的学生`, `${name}: students who go elsewhere`),
  student: both("添加学生", "Add a student"),
  choose: both("请选择", "Choose"),
  goesTo: (name: string) => both(`${name} 去`, `${name} goes to`),
  remove: both("移除", "Remove"),
  added: both("另外的新班级", "More classes of the new year"),
  addedLead: both("新生的班、分出来的班、留级生要去的班，先加在这里。", "Classes for new students, for a part of a class, or for those who repeat."),
  add: both("添加班级", "Add a class"),
  until: both("毕业生和家长可以使用到", "Graduates and their families have access until"),
  untilHint: both("到期后自动离开；留级或转到别的班的学生不受影响。", "They leave after this day. Who repeats or moves to another class stays."),
  preview: both("看看会有哪些变化", "Show what would change"),
  none: both("现在没有班级。请先上传名册。", "There are no classes yet. Upload the roster first."),
};
