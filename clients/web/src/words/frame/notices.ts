import { both } from "../../text";

/** What shows of notices before their screens are opened: the tab and the first screen. */
export const words = {
  notices: both("通知", "Notices"),
  kinds: { read: both("紧急", "Urgent"), approve: both("待审批", "To approve"), acknowledge: both("请确认", "Please confirm"), sign: both("请签字", "Please sign") },
  answerBy: (when: string) => both(`${when}前`, `by ${when}`),
  others: (count: number) => both(`还有 ${count} 条`, `${count} more`),
};
