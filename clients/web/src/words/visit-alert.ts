import { both } from "../text";

/** A visit at home that is not reported as over. */
export const words = {
  title: both("家访结束了吗？", "Is the visit over?"),
  open: both("还没有报平安。", "Nobody has said that all is well."),
  closed: both("已经结束，一切平安。", "It is over, and all is well."),
  call: both("请打电话", "Please call"),
  callLead: both("先打给老师，没有人接再打给家长。打开这一页会留下记录；有人看过，就不再通知下一位值班老师。", "Call the team first, and the family if nobody answers. Opening this page is recorded, and the next duty person is not told."),
  noPhone: both("没有登记电话", "No phone on file"),
  parts: { team: both("家访老师", "Team"), guardian: both("家长", "Guardian") },
  allClear: both("报平安：家访已结束", "All is well: the visit is over"),
  waits: both("报平安", "All is well"),
  startedAt: both("开始时间", "Began at"),
  notStarted: both("没有记下", "Not noted"),
  said: both("已报平安。", "Noted: all is well."),
};
