import { both } from "../text";

export const times = {
  today: both("今天", "Today"),
  tomorrow: both("明天", "Tomorrow"),
  endOf: (day: string) => both(`${day}当天结束`, `the end of ${day}`),
};
