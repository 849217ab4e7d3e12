import { say } from "../text";
import { inWechatWords } from "../words/in-wechat";
import type { Problem } from "./problem";

/** No file is saved inside WeChat: where it is. */
export function noFiles(): Problem {
  return { slug: "in-wechat", status: 0, message: say(inWechatWords.file), errors: [] };
}
