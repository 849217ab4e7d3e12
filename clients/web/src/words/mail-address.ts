import { type Words } from "../text";

/** The address that invites go to. */
export const mailWords = {
  email: ["邮箱", "Email address"],
  emailHint: ["日历邀请会发到这里", "Calendar invites go there"],
  emailUnconfirmed: ["确认后日历邀请才会发到这里", "Calendar invites go there once confirmed"],
  emailSend: ["发验证码", "Send a code"],
  emailCode: ["邮件里的六位验证码", "Six-digit code in the mail"],
  emailConfirm: ["确认", "Confirm"],
  emailOff: ["删除邮箱", "Remove the address"],
  emailVerified: ["已确认", "Confirmed"],
} satisfies Record<string, Words>;
