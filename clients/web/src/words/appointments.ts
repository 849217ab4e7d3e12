import { both } from "../text";

export const words = {
  title: both("已经有的安排", "Already planned"),
  agreed: both("已约好", "Agreed"),
  proposed: both("等待答复", "Waiting for an answer"),
  mine: both("等您处理", "Waiting for you"),
};
