import { both } from "../text";

export const words = {
  title: both("学校的名册里还没有您的孩子。", "No school has a child of yours on its roll."),
  more: both("请班主任看看登记的是不是这个手机号。登记好了，这里就会有通知和安排。", "Ask the class teacher whether the school has this phone number. Once it has, notices and dates show up here."),
};
