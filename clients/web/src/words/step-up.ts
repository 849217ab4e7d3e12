import type { Words } from "../text";

export const words = {
  first: ["这里的改动要先验证身份。现在验证，填好以后就能直接提交。", "Changes here need a proof that it is you. Give it now, and what you fill in is sent without a stop."],
  setUpFirst: ["这里的改动要先验证身份，您还没有设置通行密钥或密码。点下面先设置，不用离开这一页。", "Changes here need a proof that it is you, and you have no passkey or password yet. Set one up below, without leaving this page."],
  setUp: ["先设置，再验证", "Set it up first"],
  setUpLead: ["设置好就能接着做，这一页填的内容都还在。", "Once it is set up you go on: what you filled in on this page stays."],
  byPassword: ["或者设置密码和动态验证码：", "Or set a password and an authenticator:"],
  again: ["为了安全，第一次设置前要再收一次手机验证码。", "To be safe, a first set-up needs another code to your phone."],
  phone: ["手机号", "Mobile number"],
  getCode: ["获取验证码", "Send me a code"],
  code: ["六位验证码", "Six-digit code"],
  confirm: ["确认", "Confirm"],
  fresh: ["已确认，请接着设置。", "Confirmed. Go on with the set-up."],
  lost: ["通行密钥和动态验证码都丢了？请学校管理员发起重置，再请另一位同事确认。", "Lost passkey and authenticator? Ask an administrator to start a reset, and another colleague to confirm it."],
  otherDevice: ["您的通行密钥在这个浏览器里不能用。请在设置它的手机或电脑上打开。", "Your passkey does not work in this browser. Open this on the phone or computer that has it."],
} satisfies Record<string, Words>;
