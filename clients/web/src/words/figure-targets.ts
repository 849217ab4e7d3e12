import { both } from "../text";

/** What a bureau wants its schools to reach. */
export const words = {
  set: both("设定目标", "Set targets"),
  lead: both("各校达到的学生比例，留空表示不设目标。学校看不到目标，也不比较孩子的情况。", "The share of its students that each school is to reach; empty is no target. Schools do not see it, and nothing about children is compared."),
  visited: both("本学年已家访（%）", "Visited at home this school year (%)"),
  contacted: both("本学期联系过（%）", "Contacted this term (%)"),
  save: both("保存", "Save"),
  saved: both("目标已保存。", "The targets are saved."),
};
