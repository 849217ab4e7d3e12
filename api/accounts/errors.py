"""Refusals of accounts. Signing in has one refusal for every reason, so that nobody learns which phone has an account."""

from api.core.errors import Problem


class SignInFailed(Problem):
    status, slug = 401, "sign-in-failed"
    zh, en = "信息不正确或已过期，请检查后再试。", "That did not match, or has expired. Please check and try again."


class FreshSessionNeeded(Problem):
    status, slug = 403, "fresh-session-needed"
    zh, en = (
        "请用手机验证码重新登录，十分钟内完成设置。",
        "Sign in again with a code to your phone and finish within ten minutes.",
    )


class ProofNeeded(Problem):
    status, slug = 403, "proof-needed"
    zh, en = "请输入现在的密码和动态码。", "Give your current password and one-time code."


class WrongCode(Problem):
    status, slug = 422, "wrong-code"
    zh, en = "验证码不正确或已过期。", "That code is wrong or has expired."


class NotForStudents(Problem):
    status, slug = 403, "staff-only"
    zh, en = "密码和动态码只供教职工使用。", "Password and authenticator are for staff."
