/** How schools count their grades, and what comes before the number of a higher one. */
export const NUMERALS = "一二三四五六七八九";
export const TEN = "十";
export const JUNIOR = "初";
export const SENIOR = "高";
