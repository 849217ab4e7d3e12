import { both } from "../text";

/** What a person reads whose number a school moved. */
export const closed = (day: string) => both(`学校刚更换了您的登录手机号。${day}前，用新号码不能签字，也看不到以前的消息、家庭电话等。请孩子的另一位家长，或学校的另一位老师，在心桥“我的→密码和安全”里确认。不是您本人？请马上告诉学校。`, `Your school has just changed the number that you sign in with. Until ${day} it signs nothing, and earlier messages and family phone numbers stay closed. Ask the child's other guardian or another colleague to confirm it under Me → Safety. If this account is not yours, tell the school now.`);
