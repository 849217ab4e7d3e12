import type { Words } from "../text";

const both = (zh: string, en: string): Words => [zh, en];

export const words = {
  title: both("数据", "Figures"),
  lead: both("只有人数，没有任何一个孩子的信息。涉及保密的人数少于 10 就不显示。", "Counts only, of no single child. Counts of confidential matters under 10 are not shown."),
  none: both("还没有数据。学校每天汇总一次，明天再来看看。", "No figures yet. Schools count once a day; look again tomorrow."),
  bySchool: both("各校家访", "Home visits by school"),
  schools: both("各校", "Schools"),
  all: both("合计", "All schools"),
  studentCount: (count: number) => both(`${count} 人`, `${count} students`),
  students: both("学生", "Students"),
  visited: both("家访过", "Visited"),
  owed: both("还要家访", "Still to visit"),
  contacted: both("本学期联系过", "Contacted this term"),
  noticesSent: both("发出通知", "Notices sent"),
  peopleReached: both("通知人次", "People reached"),
  talks: both("咨询学生", "Students counselled"),
  inPerson: both("面谈", "In person"),
  byPhone: both("电话", "By phone"),
  byVideo: both("视频", "By video"),
  byText: both("文字", "By text"),
  observations: both("上报处理中", "Reports being handled"),
  hidden: both("少于 10", "under 10"),
  atLeast: (count: number) => both(`至少 ${count}`, `at least ${count}`),
  counted: (when: string) => both(`${when} 汇总`, `Counted: ${when}`),
  hotlines: both("热线", "Helplines"),
};
