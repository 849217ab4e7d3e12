import { both } from "../text";
import { names } from "./names";

const sms = (count: number, of: Channel) => (of === "sms" ? `${count} SMS` : count === 1 ? "1 message" : `${count} messages`);

type Channel = "sms" | "wecom" | "wechat" | "mail";
type Any = Channel | "fcm" | "webpush";
const ZH: Record<Any, string> = { sms: "短信", wecom: "企业微信", wechat: "微信服务号", mail: "邮件", fcm: "手机推送", webpush: "浏览器推送" };
const EN: Record<Any, string> = { sms: "SMS", wecom: "WeCom", wechat: "WeChat", mail: "Mail", fcm: "Push to the app", webpush: "Push to a browser" };

/** The month's budgets of a school's channels, and what a notice or a lecture finds left of them. */
export const words = {
  title: names.smsBudget,
  month: (month: string) => both(`${month.slice(0, 4)} 年 ${Number(month.slice(5, 7))} 月`, month.slice(0, 7)),
  spent: both("本月已发", "Sent this month"),
  parts: both("每月预算", "Budget a month"),
  left: both("剩余", "Left"),
  none: both("不限", "No limit"),
  channel: both("渠道", "Channel"),
  channels: { sms: both(ZH.sms, EN.sms), wecom: both(ZH.wecom, EN.wecom), wechat: both(ZH.wechat, EN.wechat), mail: both(ZH.mail, EN.mail) },
  count: (count: number, of: Channel) => both(`${count} 条`, sms(count, of)),
  cost: both("本月费用", "Cost this month"),
  yuan: (count: number, price: number) => both(`约 ${(count * price).toFixed(2)} 元`, `about ¥${(count * price).toFixed(2)}`),
  isDefault: both("学校还没有设置预算，按平台默认。", "The school has set no budget: the default holds."),
  whatFor: both("用途", "For"),
  number: both("条数", "Messages"),
  kind: {
    notice: both("通知和活动", "Notices and lectures"),
    reminder: both("通知和活动提醒", "Reminders of these"),
    urgent: both("紧急通知", "Urgent notices"),
    other: both("单独消息（截至昨天，按十条计）", "Single messages (until yesterday, in tens)"),
  },
  more: both(
    "预算用完后，通知和活动改用其他渠道；只能收短信的人会列给发送人，由发送人决定。紧急通知、紧急上报和登录验证码不受限制。一条短信最多 70 个字，更长的按几条计。",
    "When it is spent, other channels tell notices and lectures; senders see whom only SMS reaches, and decide. Urgent notices, urgent reports and sign-in codes are never held back. A text of more than 70 characters counts as several SMS.",
  ),
  moreOthers: both(
    "预算用完后，通知和消息改用每个人的下一个渠道；没有其他渠道的人仍会收到。紧急通知和紧急上报不受限制。每发给一个人按一条计。",
    "When it is spent, notices and messages take each person's next channel; who has no other one is told all the same. Urgent notices and reports are never held back. Each person counts as one message.",
  ),
  change: both("修改预算", "Change the budget"),
  field: both("每月最多发送（条）", "Messages a month at most"),
  second: both("调高预算需要另一位校领导或管理员同意；调低马上生效。", "A higher budget takes the yes of another leader or administrator; a lower one holds at once."),
  save: both("保存", "Save"),
  saved: both("预算已保存", "Budget saved"),
  asking: both("已提交，等待另一人同意", "Another person has to agree"),
  waits: both("等待同意", "Waits for a yes"),
  asks: (by: string, count: number, of: Channel) => both(`${by} 申请把预算提高到每月 ${count} 条。`, `${by} asks for ${sms(count, of)} a month.`),
  approve: both("同意", "Agree"),
  approveSure: (count: number, of: Channel) => both(`每月预算将是 ${count} 条。`, `The budget will be ${sms(count, of)} a month.`),
  refuse: both("不同意", "Refuse"),
  takeBack: both("撤回申请", "Take it back"),
  refuseSure: both("预算保持不变。", "The budget stays as it is."),
  done: both("已处理", "Done"),
  short: (need: number, left: number) =>
    both(`短信预算本月只剩 ${Math.max(0, left)} 条，这次要 ${need} 条：不发短信，只用其他渠道。`, `This month's SMS budget has ${Math.max(0, left)} left and this takes ${need}: it goes by other channels, without SMS.`),
  shortOf: (of: Any, need: number, left: number) =>
    both(`${ZH[of]}预算本月只剩 ${Math.max(0, left)} 条，这次要 ${need} 条：改用每个人的下一个渠道，没有其他渠道的人仍会收到。`, `This month's budget of ${EN[of]} has ${Math.max(0, left)} left and this takes ${need}: each person's next channel is used, and who has no other one is told all the same.`),
  rest: (left: number) => both(`短信预算本月还剩 ${left} 条。`, `This month's SMS budget has ${left} left.`),
  alone: (count: number) => both(`其中 ${count} 人只能收短信`, count === 1 ? "1 person can be reached by SMS alone" : `${count} people can be reached by SMS alone`),
  list: both("收不到的家庭名单", "Families who would not be told"),
  decide: both("只能收短信的人", "Those whom only SMS reaches"),
  tellMyself: both("我另行告知", "I tell them myself"),
  beyond: both("仍给他们发短信，超出预算", "Send them SMS beyond the budget"),
};
