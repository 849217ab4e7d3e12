import { both } from "../text";

/** A month as a grid of days, and what is free in it. */
export const words = {
  comma: both("，", ", "),
  today: (date: string) => both(`今天 ${date}`, `Today, ${date}`),
  entries: (count: number) => both(`${count} 项安排`, count === 1 ? "1 appointment" : `${count} appointments`),
  free: (count: number) => both(`${count} 个空闲时间`, count === 1 ? "1 free time" : `${count} free times`),
  freeShort: (count: number) => both(`空 ${count}`, `${count} free`),
  more: (count: number) => both(`还有 ${count} 项`, `${count} more`),
  freeTimes: both("空闲时间", "Free times"),
  book: both("约这天的咨询", "Book on this day"),
  legend: both("圆点是已有的安排，“空”是还能约的咨询时间。", "A dot is an appointment; “free” counts times that can still be booked."),
};
