import { both } from "../text";

/** Names of screens that a desk's navigation and the screens themselves share. */
export const names = {
  campaigns: both("家访行动", "Visit campaigns"),
  committee: both("健康委员", "Health committee"),
  people: both("人员和身份", "People"),
  places: both("咨询地点和房间", "Places and rooms"),
  hotlines: both("热线", "Helplines"),
  calendar: both("校历", "School calendar"),
  smsBudget: both("发送预算", "Sending budgets"),
  lectures: both("讲座和活动", "Lectures"),
  tablets: both("班级平板", "Class tablets"),
};
