import { both } from "../text";

/** Texts of the list of notices alone. */
export const list = {
  title: both("标题", "Title"),
  author: both("发送人", "From"),
  at: both("时间", "Time"),
  state: both("状态", "Status"),
  find: both("查找通知", "Find a notice"),
  found: (count: number) => both(`找到 ${count} 条`, count === 1 ? "1 notice found" : `${count} notices found`),
  received: both("收到的", "Received"),
  sentHere: both("本校发出的", "Sent by the school"),
  sentByBureau: both("本局发出的", "Sent by the bureau"),
  show: both("查看", "Show"),
  rest: both("其他", "Others"),
  noneSent: both("还没有发过通知。", "No notice has been sent yet."),
  unread: both("未读", "New"),
  acknowledged: both("已确认", "Confirmed"),
  signed: both("已签字", "Signed"),
  sent: both("我发的", "Sent"),
  urgent: both("紧急", "Urgent"),
  waiting: both("待回复", "Waiting for your answer"),
  none: both("还没有通知。学校发来时会在这里。", "No notices yet. They show up here when the school sends one."),
  disagreed: both("不同意", "Not agreed"),
};
