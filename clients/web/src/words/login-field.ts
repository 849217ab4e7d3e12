import type { Words } from "../text";

/** What a person signs in by: a phone number, or a mail address where there is no phone. */
export const words = {
  mail: ["邮箱", "Email address"],
  mailHint: ["学校为您登记的邮箱", "The address that the school has on record"],
  useMail: ["没有手机号？用邮箱", "No phone? Use your email address"],
  usePhone: ["用手机号", "Use a phone number"],
} satisfies Record<string, Words>;
