import type { Shape } from "../api/client";
import { both, type Words } from "../text";

type Step = Shape<"FirstStepNew">;

/** The questions in their order, each with its answers. */
export const STEPS: [Step["kind"], Step["answer"][]][] = [
  ["child_where", ["at_school", "at_home", "elsewhere", "unknown"]],
  ["child_with", ["staff", "guardian", "other", "nobody"]],
  ["guardian", ["told", "not_reached", "not_told"]],
  ["called", ["counsellor", "leader", "police", "ambulance", "helpline"]],
];

export const first = {
  title: both("先做这几步", "First steps"),
  noName: (className: string) => both(`${className}（没说是谁）`, `${className} (nobody named)`),
  whomToCall: both("可以打给谁", "Whom to call"),
  numbers: both("看家长和心理老师的电话", "Show the family's and counsellor's numbers"),
  numbersLead: both("如果这件事可能和家里人有关，请先看内容或问心理老师，再决定打给谁。打开会留下记录。", "If somebody at home may be part of it, read the text or ask the counsellor before you call. Opening is recorded."),
  noNumbers: both("没有可以打的号码。", "There is no number to call."),
  callParts: {
    mother: both("母亲", "Mother"),
    father: both("父亲", "Father"),
    grandparent: both("祖辈", "Grandparent"),
    relative: both("亲属", "Relative"),
    other: both("监护人", "Guardian"),
    counsellor: both("心理老师", "Counsellor"),
  } satisfies Record<Shape<"ToCall">["part"], Words>,
  recorded: (name: string, when: string) => both(`${name} 记于 ${when}`, `Recorded by ${name}, ${when}`),
  whyNot: both("为什么不告诉家长", "Why no guardian is told"),
  save: both("记下", "Record"),
  readers: both("谁看过", "Who has seen it"),
  opened: (when: string) => both(`${when} 打开，还没看内容`, `Opened ${when}; text not read yet`),
  read: (when: string) => both(`${when} 看过内容`, `Read the text ${when}`),
  questions: {
    child_where: both("孩子现在在哪里？", "Where is the child now?"),
    child_with: both("谁陪着孩子？", "Who is with the child?"),
    guardian: both("家长知道了吗？", "Has a guardian been told?"),
    called: both("您联系了谁？", "Whom did you call?"),
  } satisfies Record<Step["kind"], Words>,
  answers: {
    at_school: both("在学校", "At school"),
    at_home: both("在家", "At home"),
    elsewhere: both("在别处", "Elsewhere"),
    unknown: both("还没找到", "Not found yet"),
    staff: both("老师", "A teacher"),
    guardian: both("家长", "A guardian"),
    other: both("其他人", "Somebody else"),
    nobody: both("还没有人", "Nobody yet"),
    told: both("已经告诉", "Told"),
    not_reached: both("没联系上", "Not reached"),
    not_told: both("先不告诉", "Not told, for a reason"),
    counsellor: both("心理老师", "Counsellor"),
    leader: both("校领导", "School leader"),
    police: both("110 报警", "Police 110"),
    ambulance: both("120 急救", "Ambulance 120"),
    helpline: both("热线", "A helpline"),
  } satisfies Record<Step["answer"], Words>,
};
