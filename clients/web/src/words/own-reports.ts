import { both } from "../text";

/** Above the list of one's own reports. What is not in it: decision 0161. */
export const lead = both("这里只有进展，不会显示写了什么。写到了给你登录码的老师的，不列在这里，但照样送到了该看的人那里。", "Only how it stands; never what you wrote. What you wrote about the teacher who gave you your code is not listed here, but it has reached the people who should see it.");
