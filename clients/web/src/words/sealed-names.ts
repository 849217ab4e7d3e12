import { both } from "../text";

export const words = {
  sealed: both("私密咨询的学生姓名，用通行密钥（或密码和动态验证码）验证后才显示。", "The student of a private session is named once you give your passkey, or password and code."),
};
