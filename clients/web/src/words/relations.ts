import { both } from "../text";

/** What a guardian is to a child, as others read it. */
export const relations = { mother: both("母亲", "Mother"), father: both("父亲", "Father"), grandparent: both("祖辈", "Grandparent"), relative: both("亲属", "Relative"), other: both("监护人", "Guardian") };
