import { both } from "../../text";

/** What shows of visits before their screens are opened: tabs and the first screen. */
export const words = {
  visits: both("家访", "Visits"),
  class: both("班级", "Class"),
  visit: both("家访", "Home visit"),
  proposed: both("请回复时间", "Please answer"),
  moveAsked: both("家长想换时间", "New time asked"),
  toRecord: both("请写家访记录", "Record due"),
  notOver: both("家访老师还没有报平安", "A team has not come back"),
  callNow: both("请打电话", "Please call"),
  followUp: both("家访后续", "Follow-up"),
  agreed: both("家访约定", "What was agreed"),
  due: (when: string) => both(`${when}前`, `by ${when}`),
  overdue: both("已逾期", "Overdue"),
  owed: (count: number) => both(`还要家访 ${count} 个学生`, `${count} still to be visited`),
  owedOnsite: (count: number) => both(`其中 ${count} 个须入户`, `${count} of them at home`),
};
