/** Columns of a campaign's students at a desk. */
import { both } from "../text";

export const words = {
  student: both("学生", "Student"),
  schoolClass: both("班级", "Class"),
  standing: both("进展", "Progress"),
  at: both("家访时间", "Visit"),
  visitedAt: both("上次家访", "Last visited"),
  answer: both("家长答复", "Family's answer"),
  notAsked: both("还没有问", "Not asked"),
};
