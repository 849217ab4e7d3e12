"""Every text about observations. None says what it is about, not in the app either: a screen is seen by those beside it."""

from collections.abc import Mapping

from schemas.messages.templates import NoParams, Template, Words

TEMPLATES: Mapping[str, Template] = {
    "something_waits": Template(
        params=NoParams,
        about=None,
        confidential=True,
        zh=Words("心桥", "您有一条新消息：有事项等您处理，请登录后查看。"),
        en=Words("Xinqiao", "You have a message: something waits for you. Please sign in to see it."),
    ),
    "something_late": Template(
        params=NoParams,
        about=None,
        confidential=True,
        zh=Words("心桥", "您有一条新消息：有事项等得太久了，请登录后处理，或提醒负责的同事。"),
        en=Words(
            "Xinqiao",
            "You have a message: something has waited too long. Please see to it, or remind whoever is in charge.",
        ),
    ),
    "committee_asked": Template(
        params=NoParams,
        about=None,
        confidential=True,
        zh=Words("心桥", "您有一条新消息：学校有一项邀请需要您答复，请登录后查看。"),
        en=Words("Xinqiao", "You have a message: the school asks for your answer. Please sign in to see it."),
    ),
}
