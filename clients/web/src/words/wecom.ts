import { both } from "../text";

/** Signing in from a school's WeCom. */
export const words = {
  title: both("企业微信登录", "Sign in from WeCom"),
  lead: both("您在学校的企业微信里，可以直接登录，不用验证码。请只在自己的手机上用。", "From the school's WeCom you can sign in without a code. Use it on a phone of your own only."),
  enter: both("用企业微信登录", "Sign in from WeCom"),
  inWecom: both("请从学校的企业微信或学校通知里打开这一页。", "Please open this page from the school's WeCom or one of its notices."),
  asking: both("正在向企业微信确认…", "WeCom is being asked…"),
  slow: both("企业微信一直没有回应，请用手机号登录。", "WeCom does not answer. Please sign in with your phone number."),
  phone: both("用手机号登录", "Sign in with your phone number"),
  settings: (org: { nameZh: string; nameEn: string }) => both(`${org.nameZh}企业微信登录`, `WeCom of ${org.nameEn}`),
  known: both("开启后，从学校的企业微信或学校通知打开心桥，不用验证码就能登录。退出所有设备，或者换了手机号，就会关闭。", "When it is on, opening Xinqiao from the school's WeCom or its notices signs you in without a code. Signing out everywhere or a new number ends it."),
  none: both("学校的企业微信里还没有用您这个手机号关注学校通知的家长。关注后第二天可以在这里开启。", "No parent with your number follows the school's notices in WeCom yet. Follow them, and switch it on here the day after."),
  signs_in: both("已开启：从学校的企业微信打开，不用验证码就能登录。", "It is on: the school's WeCom signs you in without a code."),
  shared: both("这台手机别人也用，不能在这里开启。", "Others use this phone too, so it cannot be switched on here."),
  on: both("开启", "Switch it on"),
  off: both("关闭企业微信登录", "Switch it off"),
};
