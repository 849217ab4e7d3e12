import { both } from "../text";

/** What runs a school or a bureau today, on the first screen of those who do. */
export const words = {
  today: both("家访进展", "Home visits"),
  owed: both("还要家访", "still to visit"),
  visited: both("本学年家访过", "visited this year"),
  contacted: both("本学期联系过", "contacted this term"),
  students: both("学生", "students"),
  campaigns: both("家访行动", "Visit campaigns"),
  doneOf: (done: number, all: number, until: string) => both(`已完成 ${done} / ${all} · 到 ${until}`, `${done} of ${all} done · until ${until}`),
  lectures: both("近期讲座和活动", "Lectures ahead"),
  registered: (count: number) => both(`已报名 ${count}`, `${count} registered`),
  notices: both("通知", "Notices"),
  states: { draft: both("草稿", "Draft"), scheduled: both("待发", "Scheduled"), sent: both("已发", "Sent"), withdrawn: both("已撤回", "Withdrawn"), cancelled: both("已取消", "Cancelled") },
  reached: (people: number) => both(`${people} 人`, `${people} people`),
  calendar: both("校历：接下来", "School calendar: coming up"),
  workday: both("补课", "make-up workday"),
  approve: both("等待审批的通知", "Notices waiting for approval"),
  twoAgree: both("等另一位教育局管理员审批", "Waits for another officer"),
  schools: both("各校家访", "Home visits by school"),
  open: both("打开", "Open"),
};
