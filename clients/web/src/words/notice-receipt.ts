import { both } from "../text";

export const words = {
  receipt: both("我的回执", "My receipt"),
  download: both("下载带签名的回执", "Download the signed receipt"),
};
