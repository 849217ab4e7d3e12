import { both } from "../text";

export const untilMidnight = both("到当天结束", "Until the end of the day");
