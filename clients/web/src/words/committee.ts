import type { Shape } from "../api/client";
import type { Words } from "../text";

const both = (zh: string, en: string): Words => [zh, en];

/** The wording below that a guardian consents to; the server says which one it wants. */
export const CONSENT = "2026-11";

export const words = {
  title: both("健康委员", "Health committee"),
  lead: both("每班两男两女。他们留心同学，看到担心的事告诉你。", "Two boys and two girls in each class, who look out for others and tell you what worries them."),
  boy: both("男生", "Boy"),
  girl: both("女生", "Girl"),
  free: both("空着，请一位", "Free: ask somebody"),
  laterOnes: both("还有", "Also"),
  none: both("还没有班级。", "There is no class yet."),
  asked: both("等家长答复", "Waits for the family"),
  serving: both("在任", "Serving"),
  declined: both("家长没有同意", "The family declined"),
  ended: both("已结束", "Ended"),
  term: (from: string, until: string) => both(`${from} – ${until}`, `${from} – ${until}`),
  appoint: both("请一位同学", "Ask a student"),
  appointLead: both("家长同意后才开始。请先和学生谈一谈。", "It begins once the family agrees. Talk with the student first."),
  student: both("学生", "Student"),
  pick: both("请选一位", "Choose one"),
  from: both("从哪天起", "From"),
  until: both("到哪天为止", "Until"),
  untilHint: both("最长 200 天", "200 days at most"),
  send: both("发给家长", "Ask the family"),
  sent: both("已请家长答复。", "The family has been asked."),
  end: both("结束任职", "End the term"),
  endLead: both("不用写原因。以后可以再请。", "No reason is noted. You can ask again later."),
  endDone: both("已结束。", "Ended."),
  more: both("更多学生", "More students"),
  answer: both("健康委员", "Health committee"),
  ask: (name: string) => both(`学校想请${name}当健康委员`, `The school asks ${name} to serve on the health committee`),
  means: both("这是什么", "What it means"),
  meaning: [
    both("留心班里的同学，看到让人担心的事，用一句话告诉老师。", "They look out for classmates, and tell a teacher in a sentence when something worries them."),
    both("只有班主任知道是谁说的；如果和班主任有关，就只有心理老师知道。", "Only the class teacher knows who told; if it concerns the class teacher, only the counsellor does."),
    both("他们不用帮忙解决，也不用盯着谁。那是大人的事。", "They need not solve anything or watch anybody: that is for adults."),
    both("不记分，不评比，和成绩、评优都没有关系。", "No marks, no ranking; it has nothing to do with grades or awards."),
    both("当不当都可以。以后孩子或您随时能退出，不用说理由。", "It is up to you. Your child or you can end it at any time, without a reason."),
  ],
  talk: both("请先问问孩子愿不愿意。", "Please ask your child first."),
  termName: both("时间", "Term"),
  className: both("班级", "Class"),
  consent: both("同意", "We agree"),
  decline: both("这次不参加", "Not this time"),
  consented: both("谢谢。孩子可以开始了。", "Thank you. Your child can begin."),
  declinedDone: both("好的，已告诉学校。", "All right. The school knows."),
  newer: both("说明已更新。请重新打开应用再答复。", "The wording has changed. Please reopen the app before you answer."),
  states: {
    asked: both("等您答复", "Waits for you"),
    serving: both("您已同意，孩子正在当健康委员", "You agreed; your child serves on the committee"),
    declined: both("这次没有参加", "Not this time"),
    ended: both("已结束", "Ended"),
  } satisfies Record<Shape<"Member">["state"], Words>,
  takeBack: both("不再担任", "Stop serving"),
  takeBackSure: (name: string) => both(`${name}不再当健康委员，确定吗？`, `${name} stops serving on the committee. Are you sure?`),
  takeBackLead: both("孩子随时可以不再担任，不用说理由，对孩子没有任何影响。", "Your child can stop at any time, without a reason; nothing follows from it."),
};
