import { both } from "../text";

/** A family is asked when a home visit suits them. */
export const words = {
  title: both("约家访时间", "Times for a home visit"),
  about: (name: string, minutes: number) => both(`老师想到${name}家里家访，大约 ${minutes} 分钟。哪些时间方便？可以多选。`, `A teacher would like to visit ${name}'s family, for about ${minutes} minutes. Which times suit you? Choose several.`),
  period: (from: string, to: string) => both(`${from} – ${to} 之间`, `between ${from} and ${to}`),
  answered: both("已经回复。可以修改，以最后一次为准。", "Answered. You may change it: the last answer counts."),
  willCall: both("已请老师来电。也可以改选时间。", "A call was asked for. You may choose times instead."),
  whose: both("谁的回复", "Whose answer"),
  times: both("方便的时间（每周）", "Times that suit (every week)"),
  lastTime: both("排在前面的是以前选过的时间。", "What was chosen before comes first."),
  other: both("其他时间", "Other times"),
  call: both("请老师来电", "Please call me"),
  chooseFirst: both("请先选择时间，或选择“请老师来电”。", "Choose a time first, or ask for a call."),
  send: both("回复", "Answer"),
  sent: both("已回复，谢谢", "Answered. Thank you"),
};
