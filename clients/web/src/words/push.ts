import type { Words } from "../text";

export const words = {
  title: ["手机通知", "Notifications"],
  prompt: ["开启手机提醒？", "Turn on reminders?"],
  lead: ["有新通知、改期或提醒时响一下。屏幕上不显示具体内容。", "It tells you of news, changes and reminders. What it is about never shows on the screen."],
  on: ["打开通知", "Turn on"],
  notNow: ["以后再说", "Not now"],
  isOn: ["这台手机已打开通知。", "Notifications are on for this phone."],
  didNot: ["没有打开。以后可以在“我的”里再打开。", "They stay off. You can turn them on later under Me."],
  off: ["关闭", "Turn off"],
  isOff: ["已关闭。", "Turned off."],
  denied: ["手机没有允许通知。请到系统设置里打开。", "Your phone blocks notifications. Allow them in its settings."],
  none: ["这里用不了手机通知，会用短信或邮件通知。", "There are no notifications here; you are reached by SMS or mail."],
  shared: ["这台手机别人也用，所以不在这里提醒。", "Others use this phone too, so it does not ring here."],
  wechat: ["微信里用不了手机通知。点右上角“···”，选“在浏览器打开”，登录后再打开通知。", "WeChat shows no notifications. Tap ··· at the top right, choose Open in Browser, sign in there and turn them on."],
  home: ["在 iPhone 上，先点“分享”→“添加到主屏幕”，再从主屏幕打开。", "On an iPhone, tap Share, then Add to Home Screen, and open it from there."],
} satisfies Record<string, Words>;
