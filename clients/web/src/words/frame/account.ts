import type { Words } from "../../text";

/** What the first screen says of the person's own account. */
export const words = {
  setPasskey: ["设置通行密钥，才能查看保密内容", "Set up a passkey, to open confidential text"],
  setTotp: ["设置动态验证码，才能查看保密内容", "Set up the authenticator, to open confidential text"],
  seeResets: ["有人重发过你的初始码，看看是谁", "Somebody gave you a new starting code"],
} satisfies Record<string, Words>;
