import type { Words } from "../text";

/** Texts of the frame around every screen. */
export const parts = {
  app: ["心桥", "Xinqiao"],
  back: ["返回", "Back"],
  close: ["关闭", "Close"],
  hide: ["收起", "Hide"],
  help: ["求助热线", "Helplines"],
  loading: ["正在打开……", "Opening…"],
  busy: ["正在提交……", "Sending…"],
  stepUp: ["用通行密钥或密码验证", "Use a passkey or password"],
  tabs: ["主要页面", "Main pages"],
  unopened: ["这一页没有打开", "This page did not open"],
  unopenedMore: ["可能是网络断了。连上网后再试一次。", "The network may be gone. Try again once you are connected."],
  broken: ["这一页出了点问题", "Something went wrong here"],
  brokenMore: ["不是您操作的问题。请再试一次，或稍后再来。", "Not your fault. Try again, or come back later."],
  toHome: ["回到首页", "Go to Home"],
  unsent: ["还没有发出。保密的内容不会存在手机里，请先别关掉心桥，有网了再点一次。", "Not sent yet. Confidential text is not kept on the phone: leave Xinqiao open, and tap again when you are online."],
  notNow: ["暂不", "Not now"],
  where: ["在哪里", "Where"],
  notYours: ["您没有权限查看这一页。有疑问可以问学校管理员。", "You have no access to this page. Your school's administrator can help."],
  leavingSoon: ["没人用的话，半分钟后自动退出。点一下屏幕就继续。", "Signing out in half a minute if nobody is here. Tap to stay."],
  leftAlone: ["一会儿没人用，已自动退出。", "Nobody was here: signed out."],
  home: ["首页", "Home"],
  me: ["我的", "Me"],
} satisfies Record<string, Words>;
