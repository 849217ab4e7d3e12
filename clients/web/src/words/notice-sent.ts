import { both } from "../text";

/** A notice that was written, for its senders. Apart from the words of writing one, so that neither screen fetches both. */
export const words = {
  disagreed: (count: number) => both(`不同意的 ${count} 人`, `Not agreed: ${count}`),
  urgent: both("紧急", "Urgent"),
  until: both("有效期到", "Last day"),
  paper: both("收不到提醒的家庭（可打印）", "Families to give it on paper"),
};
