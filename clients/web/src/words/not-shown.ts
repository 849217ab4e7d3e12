import { both } from "../text";

/** Stands for a name that a court's order keeps from the reader. */
export const notShown = both("因法院命令不显示", "Not shown: a court's order");
