import { both } from "../text";

export const words = {
  title: both("首页", "Home"),
  needs: both("待处理", "Waiting for you"),
  next: both("接下来", "Coming up"),
  others: both("其他", "Others"),
  nothing: both("现在没有要处理的事。", "You're all caught up."),
  nothingNext: both("接下来两周没有安排。", "Nothing planned for the next two weeks."),
  waitsOther: both("等待答复", "Waits for an answer"),
};
