import { both } from "../text";

/** How a bureau's schools went on, month by month and term by term. */
export const words = {
  title: both("逐月变化", "Month by month"),
  lead: both("每月以最后一次汇总为准，只有人数。只比较两次都有数据的学校，新加入的学校不会让比例忽高忽低。", "Each month as last counted; counts only. Changes compare the schools that counted both times, so one that joins makes no rise or fall."),
  none: both("还没有数据。学校每天汇总一次，满一个月就能比较。", "Nothing yet. Schools count once a day; after a month there is something to compare."),
  visited: both("本学年已家访", "Visited this school year"),
  contacted: both("本学期联系过", "Contacted this term"),
  owed: both("还要家访", "Still to visit"),
  months: both("各月", "Months"),
  month: both("月份", "Month"),
  terms: both("各学期", "Terms"),
  term: both("学期", "Term"),
  autumn: (year: string) => both(`${year}年秋季学期`, `Autumn term ${year}`),
  spring: (year: string) => both(`${year}年春季学期`, `Spring term ${year}`),
  until: (month: string) => both(`截至${month}`, `as of ${month}`),
  schools: both("有数据的学校", "Schools counted"),
  schoolCount: (count: number) => both(`${count} 所学校`, count === 1 ? "1 school" : `${count} schools`),
  students: both("学生", "Students"),
  up: (points: number) => both(`＋${points} 个百分点`, points === 1 ? "up 1 point" : `up ${points} points`),
  down: (points: number) => both(`－${points} 个百分点`, points === 1 ? "down 1 point" : `down ${points} points`),
  level: both("持平", "no change"),
  sinceMonth: both("比上月（百分点）", "From the month before (points)"),
  sinceTerm: both("比上学期同期（百分点）", "From the same time last term (points)"),
  visits: (share: string, change: string) => both(`家访 ${share}${change && `，${change}`}`, `Visited ${share}${change && `, ${change}`}`),
  contacts: (share: string, change: string) => both(`联系 ${share}${change && `，${change}`}`, `Contacted ${share}${change && `, ${change}`}`),
};
