import { both, type Words } from "../text";

export const given = {
  cell: ([zh, en]: Words) => both(`${zh}，已填过`, `${en}, given already`),
  more: both("浅色的是您已填过的时间。连着选会合成一段。", "The light hours are yours already. Hours that touch them become one time."),
  late: both("更晚的时段", "Later hours"),
  keptHere: both("没发出前，选好的时段先存在这台手机上。", "Until you send them, the hours you chose stay on this phone."),
};
