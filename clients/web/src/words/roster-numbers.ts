import { both } from "../text";

export const words = {
  title: both("是同一个人换了手机号吗？", "Same person, new number?"),
  lead: both(
    "姓名和工号（或孩子）与名册相同，手机号或邮箱不同。选“同一个人”后，预约、家访和提醒都跟到新号码，旧号码退出登录；一周内不能在新号码上设置密码等验证方式。",
    "Name and staff number, or child, are those of the roster; the phone number or email address is another one. For the same person, talks, visits and reminders follow to the new number and the old one is signed out. For a week no first password or other factor can be set there.",
  ),
  ask: both("有人可能换了手机号。请先逐个确认是不是同一个人。", "Some people may have a new phone number. First say of each whether it is the same person."),
  who: (part: "staff" | "guardian", name: string, detail: string, end: string) =>
    end.includes("@")
      ? both(`${name}（${part === "staff" ? `工号 ${detail}` : `${detail}的家长`}），新邮箱 ${end}`, `${name} (${part === "staff" ? `staff number ${detail}` : `guardian of ${detail}`}), new email address ${end}`)
      : both(`${name}（${part === "staff" ? `工号 ${detail}` : `${detail}的家长`}），新号码尾号 ${end}`, `${name} (${part === "staff" ? `staff number ${detail}` : `guardian of ${detail}`}), new number ends with ${end}`),
  choose: both("请选择", "Choose"),
  same: both("同一个人，换了手机号", "Same person, new number"),
  other: both("不是同一个人", "Another person"),
  all: (count: number) => both(`这 ${count} 位都是同一个人`, `All ${count} are the same person`),
};
