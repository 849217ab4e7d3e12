import { both } from "../text";
import { relations } from "./relations";

/** What other guardians signed under a notice. */
export const words = {
  signed: (relation: string, name: string, child: string, day: string, agrees: boolean) =>
    both(
      `${relation}${name}${day}已签字${child && `（${child}）`}：${agrees ? "同意" : "不同意"}`,
      `${relation}, ${name}, signed${child && ` for ${child}`} on ${day}: ${agrees ? "agrees" : "does not agree"}`,
    ),
  relations,
  enough: both("这条通知一位家长签字就可以，您不用再签。意见不同时，您也可以签字。", "One signature is enough for this notice, so you need not sign. You still can, if you think differently."),
};
