import type { Shape } from "../api/client";
import { both, type Words } from "../text";

/** Two custodians learn together who reported something. */
export const words = {
  title: both("查看上报人的请求", "Request to learn who told us"),
  ask: both("请另一位档案保管人同意，一起查看是谁说的", "Ask another custodian to learn with you who told us"),
  askLead: both("要两位档案保管人一起：您说明理由，另一位在一天内同意，然后两人可以查看一天。上报的人会看到有人查看过。", "Two custodians learn it together: you give a reason, another one agrees within a day, then both may look for a day. The person who reported it is shown that."),
  reason: both("为什么要知道是谁说的", "Why you have to know"),
  send: both("提出请求", "Ask"),
  asked: both("已提出，另一位档案保管人会收到消息。", "Asked. The other custodians are told."),
  open: both("打开请求", "Open the request"),
  askedBy: both("提出的人", "Asked by"),
  agreedBy: both("同意的人", "Agreed by"),
  until: both("有效到", "Until"),
  openReason: both("看理由", "Read the reason"),
  look: both("查看是谁说的", "Look who told us"),
  agree: both("同意，一起查看", "Agree: we both look"),
  agreed: both("已同意。", "Agreed."),
  refuse: both("不同意", "Refuse"),
  withdraw: both("撤回", "Withdraw"),
  ended: both("已结束。", "It is over."),
  sure: both("之后要重新提出才能查看。", "To look later, somebody has to ask again."),
  states: {
    asked: both("等另一位档案保管人同意", "Waits for another custodian"),
    agreed: both("两人可以查看", "Both may look"),
    withdrawn: both("已撤回", "Withdrawn"),
    refused: both("另一位没有同意", "Refused"),
    lapsed: both("没有成：过了时限，或其中一位不能再参与", "Came to nothing: the time ran out, or one of the two may no longer take part"),
    over: both("查看时间已过", "The time to look is over"),
  } satisfies Record<Shape<"Disclosure">["state"], Words>,
};
