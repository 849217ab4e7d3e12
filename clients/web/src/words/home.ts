import type { Words } from "../text";

const both = (zh: string, en: string): Words => [zh, en];

export const words = {
  title: both("首页", "Home"),
  needs: both("等你处理", "Waiting for you"),
  next: both("接下来", "Coming up"),
  children: both("孩子", "Children"),
  more: both("更多", "More"),
  nothing: both("现在没有要处理的事，歇一会儿吧。", "Nothing waits for you. Have a quiet moment."),
  nothingNext: both("接下来两周没有安排。", "Nothing is planned for the next two weeks."),
  inbox: both("消息", "Messages"),
  allNotices: both("全部通知", "All notices"),
  talk: both("咨询", "Talk"),
  visit: both("家访", "Home visit"),
  proposed: both("请回复时间", "Please answer"),
  waitsOther: both("等对方回复", "Waits for an answer"),
  moveAsked: both("家长想换时间", "The family asks for another time"),
  confirmed: both("已约好", "Agreed"),
  acknowledge: both("请确认", "Please confirm"),
  sign: both("请签字", "Please sign"),
  information: both("通知", "Notice"),
  setPassword: both("设置密码，才能查看保密内容", "Set a password, to open confidential text"),
  setTotp: both("设置动态码，才能查看保密内容", "Set up the authenticator, to open confidential text"),
  seeResets: both("有人重发过你的起始码，看看是谁", "Somebody issued you a new starting code: see who"),
  answerCommittee: both("学校想请孩子当健康委员", "The school asks your child to serve as a health committee member"),
  waits: (count: number) => both(`${count} 条上报等处理`, count === 1 ? "1 report waits" : `${count} reports wait`),
  unread: (count: number) => both(`${count} 条未读`, `${count} unread`),
  answerBy: (when: string) => both(`${when}前`, `by ${when}`),
  more_: (count: number) => both(`还有 ${count} 条`, `${count} more`),
  modes: { in_person: both("面谈", "in person"), phone: both("电话", "by phone"), video: both("视频", "by video"), text: both("文字", "by text") },
};
