import { both } from "../text";

/** How much a notice matters, and until when. */
export const words = {
  urgent: both("紧急", "Urgent"),
  urgentNote: both("免打扰时段也会立即送达；没看的人会再收到短信等提醒。只在停课、天气、安全等急事时用。", "It reaches people in their quiet hours at once, and by SMS and other channels while it is unread. For closures, weather and safety alone."),
  eachGuardian: both("每位家长都要签字", "Each guardian has to sign"),
  lastDay: both("到哪天为止（可不填）", "Last day (optional)"),
  lastDayNote: both("过了这一天就不再提醒，也不用再回复。", "After that day nobody is reminded or has to answer."),
};
