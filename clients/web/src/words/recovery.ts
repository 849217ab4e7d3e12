import { both, type Words } from "../text";

export const words = {
  title: ["同事丢了登录验证", "A colleague lost their second factor"],
  lead: ["通行密钥和动态验证码都丢了的同事，由学校管理员发起、另一位同事确认。请先当面或打电话问过本人。三天后本人用手机验证码登录，自己重新设置。", "For a colleague who lost passkey and authenticator, an administrator asks and another colleague confirms. Speak with them first. Three days later they sign in with a code to the phone and set another themselves."],
  who: ["哪位同事", "Which colleague"],
  choose: ["请选择", "Choose"],
  ask: ["发起重置", "Ask for a reset"],
  askSure: (name: string) => both(`${name} 的通行密钥和动态验证码都丢了，您和本人说过话了吗？本人会看到是您发起的。`, `Have you spoken with ${name}, and is everything lost? They will see that you asked.`),
  asked: ["已发起，等另一位同事确认。", "Asked. Another colleague has to confirm it."],
  none: ["没有等确认的。", "None waits."],
  by: (name: string, day: string) => both(`${name} 发起 · ${day}`, `asked by ${name} · ${day}`),
  confirm: ["确认", "Confirm"],
  confirmSure: (name: string) => both(`${name} 的登录验证都丢了，您和本人说过话了吗？确认后 ${name} 会在各处退出登录，三天后可以重新设置，并看到是您确认的。`, `Have you spoken with ${name}? They are signed out everywhere, can set another second factor three days later, and will see that you confirmed it.`),
  confirmed: ["已确认。", "Confirmed."],
  own: ["登录验证的重置", "Resets of my second factor"],
  ownBy: (first: string, second: string) => both(`${first} 发起，${second} 确认`, `asked by ${first}, confirmed by ${second}`),
  opens: (when: string) => both(`${when}起可以重新设置。不是您要求的？马上拒绝，并告诉学校。`, `From ${when} another can be set. You did not ask for it? Refuse it now and tell the school.`),
  open: (when: string) => both(`现在可以在下面重新设置，${when}前有效。原来的通行密钥、密码和动态验证码会一起作废。`, `You can set another below, until ${when}. Your earlier passkeys, password and authenticator end with it.`),
  refuse: ["拒绝这次重置", "Refuse this reset"],
  refuseSure: ["拒绝后，原来的登录验证照常使用。", "Your second factor stays as it is."],
  refused: ["已拒绝。", "Refused."],
  outcomes: { used: ["已重新设置", "used"], refused: ["已拒绝", "refused"], replaced: ["被后来的一次取代", "replaced by a later one"], lapsed: ["已过期", "lapsed"] } satisfies Record<string, Words>,
} as const;

/** Roles that may be the second person of a colleague's reset. */
export const CONFIRMS_RESETS = ["school_admin", "counsellor", "grade_lead", "leader"];
