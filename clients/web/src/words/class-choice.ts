import { both } from "../text";

/** Texts of the choice of a class, small enough for every screen that has one. */
export const words = {
  forClass: both("班级", "Class"),
  pickClass: both("请选班级", "Choose a class"),
  noClass: both("还没有你能上报的班级。", "There is no class for which you can report."),
};
