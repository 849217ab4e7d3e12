"""What can be refused about resets of second factors."""

from api.core.errors import Problem


class ResetOwn(Problem):
    status, slug = 409, "reset-own"
    zh, en = (
        "自己的登录验证丢了，要请另外两位同事帮忙，自己不能参与。",
        "Two other colleagues help a person who lost their second factor. You cannot be one of them for yourself.",
    )


class NothingLost(Problem):
    status, slug = 409, "nothing-lost"
    zh, en = (
        "这位同事还没有设置过登录验证，用手机验证码登录就能直接设置。",
        "This colleague has set up no second factor yet, and can do so after signing in with a code to the phone.",
    )


class ResetElsewhere(Problem):
    status, slug = 409, "reset-elsewhere"
    zh, en = (
        "这位同事还在别的机构任职，不能由一所学校重置。请联系系统运维人员。",
        "This colleague works at another organisation too, so one school cannot do this. Please ask those who run Xinqiao.",
    )


class NoResetWaits(Problem):
    status, slug = 409, "no-reset-waits"
    zh, en = (
        "没有等待确认的重置，可能已经确认、过期，或发起的同事已离职或不再是管理员。",
        "No reset waits to be confirmed. It may have been confirmed, have run out, or who asked has left or is no administrator now.",
    )


class ResetSecondOther(Problem):
    status, slug = 409, "reset-second-other"
    zh, en = (
        "要由另一位同事确认，不能由发起的人自己确认。",
        "Another colleague has to confirm it, not the person who asked.",
    )


class ResetSecondNew(Problem):
    status, slug = 409, "reset-second-new"
    zh, en = (
        "您加入这所学校还不到七天，请另一位同事来确认。",
        "You have been at this school for less than seven days. Ask another colleague to confirm it.",
    )


class ResetSecondRelated(Problem):
    """Two accounts of which one came by the other's word are not two adults (0326)."""

    status, slug = 409, "reset-second-related"
    zh, en = (
        "您和发起的同事不能一起确认：发起的同事来这所学校不到七天，或者你们中的一位是由另一位添加或任命的。请另一位同事来确认。",
        (
            "You cannot confirm it: who asked has been here for less than seven days, or one of you two was added or appointed by"
            " the other. Ask another colleague."
        ),
    )


class NoNumberWaits(Problem):
    status, slug = 409, "no-number-waits"
    zh, en = (
        "没有等您确认的新手机号，可能已确认、改回或满了七天。是您改的号码要请另一个人确认。",
        (
            "No new phone number waits for you to confirm. It may have been confirmed, taken back, or seven days are over. If you"
            " changed it yourself, somebody else has to confirm it."
        ),
    )
