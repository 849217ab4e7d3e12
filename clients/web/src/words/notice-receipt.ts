import { both } from "../text";

export const words = {
  over: both("这条通知已经过期，不用再回复。", "This notice is over. You need not answer any more."),
  receipt: both("我的回执", "My receipt"),
  download: both("下载带签名的回执", "Download the signed receipt"),
};
