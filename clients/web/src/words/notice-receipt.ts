import { both } from "../text";

export const words = {
  over: both("这条通知已经过期，不用再回复。", "This notice is over. You need not answer any more."),
  receipt: both("我的回执", "My receipt"),
  still: both("撤回前您已回复。您的回执里有当时的内容，仍可下载。", "You had answered before it was taken back. Your receipt, with the text of that time, can still be downloaded."),
  download: both("下载带签名的回执", "Download the signed receipt"),
  opinion: both("您的意见", "Your answer"),
  opinions: { yes: both("同意", "I agree"), no: both("不同意", "I do not agree") },
  choose: both("请先选同意或不同意。", "Choose first whether you agree."),
  yesAt: (when: string) => both(`${when} 已签字：同意。`, `You signed on ${when} that you agree.`),
  noAt: (when: string) => both(`${when} 已签字：不同意。`, `You signed on ${when} that you do not agree.`),
  noFor: (names: string) => both(`不同意：${names}`, `Not agreed for: ${names}`),
};
