import { both } from "../text";

/** Somebody leaves after a day that is still to come. */
export const words = {
  lastDay: both("最后一天（选填）", "Last day (optional)"),
  lastDayHint: both("不填就现在办理；填了，当天结束后自动办理。", "Empty: now. With a day, it happens by itself when that day is over."),
  planned: (day: string) => both(`最后一天：${day}。当天结束后自动办理。`, `Last day: ${day}. It happens by itself when that day is over.`),
  successor: (name: string) => both(`接手：${name}`, `Taken over by ${name}`),
  recorded: both("已登记。", "Recorded."),
  takeBack: both("撤回", "Take it back"),
  takeBackSure: (name: string) => both(`${name}不离开，一切照旧。`, `${name} stays, and nothing changes.`),
};
