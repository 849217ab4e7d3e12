import { both } from "../text";

export const words = {
  sealed: both("私密咨询的学生姓名，用密码和动态码登录后才显示。", "The student of a private talk is named after signing in with password and code."),
};
