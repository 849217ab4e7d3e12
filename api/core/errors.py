"""Failures that are expected. Each has an HTTP status, a stable slug and a sentence in both languages.

`core` knows no HTTP: the status is a number that the edge writes out. Sentences may hold `{name}` places, filled
from `params`; they say what to do next.
"""

from typing import ClassVar

import msgspec


class Misconfigured(Exception):
    """The operator has to act. The message is one sentence for them; the process ends with it."""


class FieldError(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One wrong field: its JSON path (`$.startsAt`), a stable code and a sentence."""

    path: str
    code: str
    message: str


class Problem(Exception):
    """A request could not be done, and the reader can be told why."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    zh: ClassVar[str] = "请求有误，请检查后再试。"
    en: ClassVar[str] = "Something in this request is wrong. Please check it and try again."

    def __init__(
        self, *, fields: tuple[FieldError, ...] = (), retry_after: int | None = None, **params: object
    ) -> None:
        super().__init__(self.slug)
        self.fields = fields
        self.retry_after = retry_after
        self.params = params

    def sentence(self, language: str) -> str:
        """The sentence for a reader of `language` (en, or else zh-CN)."""
        return (self.en if language == "en" else self.zh).format(**self.params)


class Unauthenticated(Problem):
    status, slug = 401, "unauthenticated"
    zh, en = "请先登录。", "Please sign in first."


class Forbidden(Problem):
    status, slug = 403, "forbidden"
    zh, en = "您没有权限做这件事。", "You are not allowed to do this."


class StepUpNeeded(Problem):
    status, slug = 403, "step-up-needed"
    zh, en = (
        "这一步要先验证身份：用通行密钥，或密码和动态验证码。",
        "First confirm that it is you, by a passkey or by password and one-time code.",
    )


class NumberMovedLately(Problem):
    """A school gave the person another number, and nothing else says who they are."""

    status, slug = 403, "number-moved-lately"
    zh, en = (
        "学校这几天更换了您的手机号，这件事暂时不能用新号码办。请另一位家长或另一位老师在心桥里确认，或等满七天。",
        (
            "Your school has just changed your phone number, so this cannot be done yet. Ask the child's other guardian or another"
            " colleague to confirm the number in Xinqiao, or wait for seven days."
        ),
    )


class SharedPhone(Problem):
    """What would outlive the session is not begun where the next person stands beside."""

    status, slug = 409, "shared-phone"
    zh, en = (
        "这台设备别人也用，不能在这里开启提醒。请用自己的手机登录后再开启。",
        "Others use this device too, so it gets no notifications. Sign in on a phone of your own to turn them on.",
    )


class ClosedForNow(Problem):
    """After a reset, and by a PIN, nothing is begun that would outlast the session: no link, no address to be told at."""

    status, slug = 403, "closed-for-now"
    zh, en = (
        "登录口令是这几天才设的，或者这次是用 PIN 登录的。为了保护你，邮箱、日历链接、微信提醒和其他登录现在不能更改。口令设好七天以后，用口令登录就可以。",
        (
            "Your passphrase was set a few days ago, or you signed in by a PIN. To protect you, mail, calendar links,"
            " WeChat and other sign-ins stay as they are. You can change them seven days after the passphrase was set, signed in with it."
        ),
    )


class NotFound(Problem):
    status, slug = 404, "not-found"
    zh, en = "没有找到，可能已被删除或您无权查看。", "Not found. It may be gone, or not yours to see."


class Conflict(Problem):
    status, slug = 409, "conflict"
    zh, en = "内容已有变化，请刷新后再试。", "This has changed meanwhile. Please refresh and try again."


class TimeTaken(Problem):
    status, slug = 409, "time-taken"
    zh, en = "这个时间刚被占用，请换一个时间。", "That time has just been taken. Please choose another."


class IdempotencyMismatch(Problem):
    status, slug = 422, "idempotency-mismatch"
    zh, en = (
        "刚才发出的那一份已经收到了，和现在的不一样。先看看收到的那一份，还要发就再点一次。",
        "What was sent a moment ago has arrived, and differs from this. Look at it first; to send this, too, tap again.",
    )


class IdempotencyMissing(Problem):
    status, slug = 400, "idempotency-key-missing"
    zh, en = (
        "缺少 Idempotency-Key 请求头（8 至 64 个字符）。",
        "The Idempotency-Key header is missing (8 to 64 characters).",
    )


class Stale(Problem):
    status, slug = 412, "stale"
    zh, en = (
        "您看到的不是最新内容，请刷新后再改。",
        "You were looking at an older version. Refresh before you change it.",
    )


class PreconditionMissing(Problem):
    status, slug = 428, "precondition-missing"
    zh, en = "修改时请带上 If-Match 请求头。", "Send the If-Match header when you change something."


class Invalid(Problem):
    status, slug = 422, "invalid"
    zh, en = "有内容填写不正确，请按提示修改。", "Some of this is not right. Please correct what is marked."


class TooLarge(Problem):
    status, slug = 413, "too-large"
    zh, en = "内容太大了，上限为 {limit}。", "That is too large. The limit is {limit}."


class TooMany(Problem):
    status, slug = 429, "too-many"
    zh, en = "操作太频繁，请稍后再试。", "Too many tries. Please wait a little."


class Unavailable(Problem):
    status, slug = 503, "unavailable"
    zh, en = "服务暂时不可用，请稍后再试。", "The service is briefly unavailable. Please try again soon."


def invalid(path: str, code: str, message: str) -> Invalid:
    """An Invalid that names one field."""
    return Invalid(fields=(FieldError(path=path, code=code, message=message),))


def check_version(current: int, expected: int) -> None:
    """Raises Stale when a change was made on another version than the current one."""
    if current != expected:
        raise Stale
