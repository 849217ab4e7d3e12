"""Every text about observations. None says what it is about, not in the app either: a screen is seen by those beside it.

What is urgent says so in every channel, with the school's name and nothing else: a bare "you have a message" waits till morning.
"""

from collections.abc import Mapping

from api.observations.disclosing import telling as disclosures
from api.observations.owning.rules import UNREAD_WAIT
from api.observations.watching import service as watching
from schemas.messages.templates import NoParams, Template, Words
from schemas.observations.messages import DisclosureParams, SchoolParams, UrgentParams

_URGENT_ZH = Words("心桥 · 紧急", "{school_zh}有一件紧急的事需要您，请马上登录心桥。")
_URGENT_EN = Words("Xinqiao · urgent", "Something urgent at {school_en}. Sign in to Xinqiao now.")
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
            "You have a message: something has waited too long. Please handle it, or remind the person in charge.",
        ),
    ),
    "something_urgent": Template(
        params=UrgentParams,
        about=("observation", "observation_id"),
        confidential=False,
        zh=_URGENT_ZH,
        en=_URGENT_EN,
        audience=watching.list_waiting,
        unread_wait=UNREAD_WAIT,
    ),
    "urgent_late": Template(
        params=UrgentParams,
        about=("observation", "observation_id"),
        confidential=False,
        zh=_URGENT_ZH,
        en=_URGENT_EN,
        audience=watching.list_late,
        unread_wait=UNREAD_WAIT,
    ),
    "school_urgent": Template(
        params=SchoolParams,
        about=None,
        confidential=False,
        zh=Words("心桥 · 紧急", "{school_zh}有一件紧急的事，校内没有人能处理。请马上打电话联系学校。"),
        en=Words(
            "Xinqiao · urgent", "Something urgent at {school_en}, and nobody there can take it. Call the school now."
        ),
        audience=watching.list_officers,
    ),
    "school_waits": Template(
        params=SchoolParams,
        about=None,
        confidential=False,
        zh=Words("心桥", "{school_zh}有一件事项在等待处理，校内没有人能接手。请与学校联系。"),
        en=Words("Xinqiao", "Something waits at {school_en}, and nobody there can take it. Please contact the school."),
        audience=watching.list_officers,
    ),
    "school_second": Template(
        params=SchoolParams,
        about=None,
        confidential=False,
        zh=Words("心桥", "{school_zh}有一件事项要两个人才能了结，校内没有第二个人。请与学校联系。"),
        en=Words(
            "Xinqiao",
            "Something at {school_en} needs two people to be closed, and there is only one. Please contact the school.",
        ),
        audience=watching.list_officers,
    ),
    "disclosure_asked": Template(
        params=DisclosureParams,
        about=("observer_disclosure", "observer_disclosure_id"),
        confidential=True,
        zh=Words("心桥", "您有一条新消息：有一项请求等您答复，请登录后查看。"),
        en=Words("Xinqiao", "You have a message: a request waits for your answer. Please sign in to see it."),
        audience=disclosures.list_asked,
    ),
    "disclosure_changed": Template(
        params=DisclosureParams,
        about=("observer_disclosure", "observer_disclosure_id"),
        confidential=True,
        zh=Words("心桥", "您有一条新消息：您参与的一项请求有了变化，请登录后查看。"),
        en=Words(
            "Xinqiao", "You have a message: a request that you take part in has changed. Please sign in to see it."
        ),
        audience=disclosures.list_parties,
    ),
    "committee_asked": Template(
        params=NoParams,
        about=None,
        confidential=True,
        zh=Words("心桥", "您有一条新消息：学校有一项邀请需要您答复，请登录后查看。"),
        en=Words("Xinqiao", "You have a message: the school asks for your answer. Please sign in to see it."),
    ),
    "committee_answered": Template(
        params=NoParams,
        about=None,
        confidential=True,
        zh=Words("心桥", "您有一条新消息：孩子的另一位家长答复了学校，或有了改动，请登录后查看。"),
        en=Words(
            "Xinqiao",
            "You have a message: another guardian of your child answered the school, or changed an answer. Please sign in to see it.",
        ),
    ),
}
