import { both } from "../text";

/** What WeChat's pages cannot do, and where it can be done. */
export const inWechatWords = {
  file: both("微信里存不了文件。请点右上角“···”，选“在浏览器打开”，登录后再下载。", "WeChat cannot save files. Tap ··· at the top right, choose Open in browser, sign in there and download it again."),
  calendar: both("微信里打不开日历。请点右上角“···”，选“在浏览器打开”，登录后再订阅；也可以复制链接。", "WeChat cannot open your calendar. Tap ··· at the top right, choose Open in browser and sign in there, or copy the link."),
};
