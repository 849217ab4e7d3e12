"""Refusals of class tablets and PINs."""

from api.core.errors import Problem, TooMany


class PinMustWait(TooMany):
    """Of a PIN on a class tablet: the secret works all the same, here too."""

    zh, en = (
        "PIN 输错太多次，请过 {minutes} 分钟再试，或者用登录口令登录，不受影响。想马上找人说说话，可以打 12356 或 12355。",
        "Too many wrong PINs. Please wait {minutes} min., or sign in with your passphrase, which still works. To talk to somebody now, call 12356 or 12355.",
    )


class TabletMustWait(TooMany):
    zh, en = (
        "启用码输错太多次，请过 {minutes} 分钟再试。",
        "Too many wrong codes. Please wait {minutes} min. before you try again.",
    )


class PinWrong(Problem):
    """The same for a wrong PIN, for who has set none, and for who is not in the class any more."""

    status, slug = 401, "pin-wrong"
    zh, en = (
        "PIN 不对，或者你还没有设 PIN。可以用登录口令登录；PIN 在“我的 → 密码和安全”里设置。",
        "That PIN is not right, or you have not set one. You can sign in with your passphrase, and set a PIN under Me → Password and security.",
    )


class TabletUnknown(Problem):
    """Also of one that an administrator ended."""

    status, slug = 401, "tablet-unknown"
    zh, en = (
        "这台平板没有启用，或者已被学校停用。请学校管理员重新启用。",
        "This tablet is not enrolled, or the school has ended it. Ask the school's administrator.",
    )


class TabletCodeWrong(Problem):
    status, slug = 401, "tablet-code-wrong"
    zh, en = (
        "启用码不对、已用过或已过期。请管理员重新生成。",
        "That code is not right, was used, or has expired. Ask the administrator for a new one.",
    )


class TabletEnded(Problem):
    status, slug = 409, "tablet-ended"
    zh, en = (
        "这台平板已经停用。要再用，请添加一台新的。",
        "This tablet was ended. To use it again, add a new one.",
    )
