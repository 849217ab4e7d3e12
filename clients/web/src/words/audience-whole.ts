import { both } from "../text";

/** An audience of several kinds of groups, in the form of a notice. */
export const words = {
  otherClasses: (count: number) => both(`另外 ${count} 个班级`, count === 1 ? "1 other class" : `${count} other classes`),
  together: both("对象由几种合在一起，不能在这里逐项修改。不改的话，就发给下面全部对象。", "Several kinds of groups together cannot be changed here one by one. Left as it is, it goes to all of these."),
  again: both("重新选择对象", "Choose again"),
};
