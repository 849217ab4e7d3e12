import { both } from "../text";

/** Codes on paper with which a student, or a guardian without a phone number, signs in the first time. */
export const words = {
  code: both("发初始码", "Issue a starting code"),
  forGuardian: (name: string) => both(`给家长${name}发初始码`, `Issue ${name} a starting code`),
};
