import { both } from "../text";

/** The screen on which a school writes its bulletins. */
export const words = {
  none: both("目前没有公告。", "No bulletins now."),
  text: both("内容", "Text"),
  lastDay: both("显示到", "Shown until"),
  until: (day: string) => both(`显示到${day}`, `until ${day}`),
  add: both("发布公告", "Add bulletin"),
  added: both("已发布", "Added"),
  end: both("撤下", "Take off"),
  endSure: (text: string) => both(`“${text}”将不再显示在任何人的首页。`, `“${text}” will leave everybody's first screen.`),
  ended: both("已撤下", "Taken off"),
};
