"""Refusals of signing in from WeCom. Each names another way in."""

from api.core.errors import Problem, TooMany


class WecomSignInOff(Problem):
    """The organisation has no WeCom application."""

    status, slug = 409, "wecom-off"
    zh, en = (
        "学校没有开通企业微信登录，请用手机号登录。",
        "The school has no sign-in from WeCom. Please sign in with your phone number.",
    )


class WecomNotBegun(Problem):
    """What came back was not begun in this browser, too long ago, or was sent before."""

    status, slug = 401, "wecom-not-begun"
    zh, en = (
        "这次登录不是在这里开始的，或者已经过期。请再点一次“用企业微信登录”，或者用手机号登录。",
        "That sign-in was not begun here, or has expired. Begin again, or sign in with your phone number.",
    )


class WecomAsked(Problem):
    """WeCom has not answered yet: the same again a second later."""

    status, slug = 409, "wecom-asked"
    zh, en = "正在向企业微信确认…", "WeCom is being asked…"


class WecomRefused(Problem):
    status, slug = 401, "wecom-refused"
    zh, en = (
        "企业微信没有确认。请再点一次“用企业微信登录”，或者用手机号登录。",
        "WeCom did not confirm it. Begin again, or sign in with your phone number.",
    )


class WecomDown(Problem):
    status, slug = 409, "wecom-down"
    zh, en = (
        "企业微信现在没有回应，请用手机号登录。",
        "WeCom does not answer now. Please sign in with your phone number.",
    )


class WecomUnknown(Problem):
    """The same for a stranger, a colleague, a student, who has not switched it on, and whose number or school has changed."""

    status, slug = 401, "wecom-unknown"
    zh, en = (
        "还不能用企业微信登录。请用手机号登录一次，然后在“我的 → 设置”里开启。",
        "You cannot sign in from WeCom yet. Sign in with your phone number once, then switch it on under Me → Settings.",
    )


class WecomMustWait(TooMany):
    """Of an address: a code to the phone works all the same."""

    zh, en = (
        "这里用企业微信登录的次数太多，请过 {minutes} 分钟再试，或者用手机号登录，不受影响。",
        "Too many sign-ins from WeCom here. Please wait {minutes} min., or sign in with your phone number, which still works.",
    )
