import { both } from "../../text";

/** What shows of counselling before its screens are opened: tabs and the first screen. */
export const words = {
  talks: both("咨询", "Sessions"),
  diary: both("日程", "Diary"),
  hours: both("开放时间", "Hours"),
  toRecord: both("请写咨询记录", "Record due"),
  talk: both("咨询", "Session"),
  privateTalk: both("私密咨询", "A private session"),
  modes: { in_person: both("面谈", "in person"), phone: both("电话", "by phone"), video: both("视频", "by video"), text: both("文字", "by text") },
};
