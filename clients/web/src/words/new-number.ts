import { both } from "../text";

/** What follows when somebody gets another phone number. */
export const words = {
  action: both("更换手机号或邮箱", "Change what they sign in with"),
  hint: both(
    "不改就空着；没有手机号的写邮箱。改后预约和提醒都跟着本人；原来的号码或邮箱会收到通知，七天内可以改回；这七天里，新号码不能签字，也看不到以前的内容，认识此人的另一位成年人可以先确认。",
    "Leave it empty to keep today's; for who has no phone give an email address. Appointments and reminders stay with the person. The old number or address is told and can take it back for seven days; until then the new one signs nothing and sees nothing of before, unless another adult who knows the person confirms it.",
  ),
  sure: (name: string, phone: string) =>
    both(
      `${name} 今后用 ${phone} 登录，现在登录着的手机都会退出。原来的号码或邮箱会马上收到通知，七天内可以改回。这七天里，新号码不能签字，也看不到以前的内容，除非认识此人的另一位成年人确认。请核对姓名和新的号码或邮箱。`,
      `${name} signs in with ${phone} from now on, and is signed out everywhere. The old number or address is told at once and can take it back for seven days. Until then the new number signs nothing and sees nothing of before, unless another adult who knows the person confirms it. Check the name and what you typed.`,
    ),
};
