import { both } from "../text";

export const words = {
  title: both("首页", "Home"),
  needs: both("待处理", "Waiting for you"),
  next: both("接下来", "Coming up"),
  others: both("其他", "Others"),
  more: both("更多", "More"),
  nothing: both("现在没有要处理的事。", "You're all caught up."),
  nothingNext: both("接下来两周没有安排。", "Nothing is planned for the next two weeks."),
  noChild: both("学校的名册里还没有您的孩子。", "No school has a child of yours on its roll."),
  noChildMore: both("请班主任看看登记的是不是这个手机号。登记好了，这里就会有通知和安排。", "Ask the class teacher whether the school has this phone number. Once it has, notices and dates show up here."),
  inbox: both("消息", "Messages"),
  waitsOther: both("等对方回复", "Waits for an answer"),
  unread: (count: number) => both(`${count} 条未读`, `${count} unread`),
};
