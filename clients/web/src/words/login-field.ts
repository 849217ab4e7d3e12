import type { Words } from "../text";

/** What a person signs in by: a phone number, or a mail address where there is no phone. */
export const words = {
  mail: ["邮箱", "Mail address"],
  mailHint: ["学校为您登记的邮箱", "The address that the school has of you"],
  useMail: ["没有手机号？用邮箱", "No phone? Use your mail address"],
  usePhone: ["用手机号", "Use a phone number"],
} satisfies Record<string, Words>;
