import type { Shape } from "../api/client";
import { both, type Words } from "../text";

type Lacks = Shape<"SchoolCase">["lacks"];

/** What a bureau's officers see of a case that its school lacks somebody for. */
export const words = {
  none: both("现在没有学校需要您来处理的事。", "No school needs you for anything right now."),
  over: both("学校已经有人负责，或这件事已经了结，您不再能看到它。", "The school has somebody in charge again, or it is closed. You no longer see it."),
  school: both("学校", "School"),
  toldOn: (when: string) => both(`${when} 告知`, `Told ${when}`),
  lacks: {
    owner: both("校内没有人能接手", "Nobody at the school can take it"),
    second: both("需要第二个人了结", "Needs a second person to close it"),
  } satisfies Record<Lacks, Words>,
  lead: {
    owner: both("请先与学校联系，确认孩子安全。学校有人接手后，您就看不到这件事了。", "Call the school and make sure that the child is safe. Once somebody there can take it, you no longer see it."),
    second: both("学校只有一位负责人，已提出结束。请看过内容后决定是否同意。", "The school has one person in charge, who asks to close it. Read it, then agree or keep it open."),
  } satisfies Record<Lacks, Words>,
  why: both("为什么要看内容", "Why you read it"),
  whyHint: both("负责的老师会看到您的理由，每次打开都有记录。", "Those in charge at the school see your reason. Each opening is recorded."),
};
