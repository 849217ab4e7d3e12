import { both } from "../../text";

/** What shows of observations before their screens are opened: tabs and the first screen. */
export const words = {
  report: both("说一说", "Report"),
  concerns: both("关注", "Concerns"),
  waits: (count: number) => both(`${count} 条上报等处理`, `${count} report${count > 1 ? "s wait" : " waits"}`),
  urgent: (count: number) => both(`${count} 条紧急`, `${count} urgent`),
  late: (count: number) => both(`${count} 条上报已逾期`, `${count} overdue`),
  answerCommittee: both("学校想请孩子当健康委员", "The school asks your child to join the health committee"),
};
