import { both, type Words } from "../text";

export const words = {
  service: ["心桥", "Xinqiao"],
  title: ["通行密钥", "Passkeys"],
  lead: ["用指纹、面容或锁屏密码登录，一步就能查看保密内容，不用记密码。", "Sign in with your finger, face or screen lock: one step opens confidential text, with no password to remember."],
  none: ["还没有通行密钥。", "You have no passkey yet."],
  add: ["在这台设备上添加", "Add one on this device"],
  added: ["通行密钥已添加。", "The passkey is added."],
  use: ["用通行密钥登录", "Use a passkey"],
  orPassword: ["或者用密码和动态码：", "Or with password and code:"],
  closed: ["没有完成。请再试一次，或用密码和动态码登录。", "It was not completed. Try again, or use password and code."],
  elsewhere: ["这个浏览器不支持通行密钥，请设置密码和动态码。", "This browser has no passkeys. Set a password and an authenticator."],
  usedOn: (day: string) => both(`上次使用 ${day}`, `last used ${day}`),
  unused: ["还没用过", "not used yet"],
  name: ["名称", "Name"],
  rename: ["改名", "Rename"],
  save: ["保存", "Save"],
  remove: ["移除", "Remove"],
  removeSure: ["移除后，这台设备不能再用它登录。", "This device no longer signs in with it."],
} satisfies Record<string, Words | ((...given: never[]) => Words)>;
