import { both } from "../text";

/** A guardian's link to their school's WeChat service account. */
export const words = {
  title: (org: { nameZh: string; nameEn: string }) => both(`${org.nameZh}微信服务号`, `WeChat of ${org.nameEn}`),
  none: both("先在微信里关注学校的服务号，再在微信里打开这一页并连接：学校的消息会提醒到您的微信。提醒里不写具体内容。", "Follow the school's service account in WeChat first. Then open this page in WeChat and connect: your WeChat tells you when there is something from the school, and never what it is."),
  inWechat: both("请在微信里打开这一页，再连接。", "Please open this page in WeChat to connect."),
  asked: both("正在向微信确认…", "WeChat is being asked…"),
  linked: both("已连接。没有收到时，请看看是否还关注着服务号。", "Connected. If nothing comes, see whether you still follow the account."),
  failed: both("微信没有确认，请再连接一次。", "WeChat did not confirm it. Please connect again."),
  connect: both("连接微信", "Connect WeChat"),
  end: both("不再用微信提醒我", "Stop telling me by WeChat"),
};
