"""Every text that is told to people, in both languages side by side.

No text names what an appointment is about: a lock screen, an SMS or a subject line is read by others (DESIGN §4). Where even
"an appointment at two" tells too much, `confidential` texts leave the app only for those who chose plain titles; to others
goes `NEUTRAL`.
"""

from collections.abc import Mapping

import msgspec

from schemas.messages.rows import Params
from schemas.messages.wire import AppointmentParams, NoParams, NoticeParams, VisitParams


class Words(msgspec.Struct, frozen=True):
    """A title and a body; `{places}` are fields of the params."""

    title: str
    body: str


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of message."""

    params: type[Params]
    confidential: bool
    zh: Words
    en: Words


NEUTRAL = Template(
    params=AppointmentParams,
    confidential=False,
    zh=Words("心桥", "您有一条新消息，请登录后查看。"),
    en=Words("Xinqiao", "You have a message. Please sign in to read it."),
)

TEMPLATES: Mapping[str, Template] = {
    "appointment_booked": Template(
        params=AppointmentParams,
        confidential=True,
        zh=Words("预约成功", "您的预约时间是{starts_at}。"),
        en=Words("Appointment booked", "Your appointment is on {starts_at}."),
    ),
    "appointment_moved": Template(
        params=AppointmentParams,
        confidential=True,
        zh=Words("预约有变动", "您的预约现在是{starts_at}，请留意日程。"),
        en=Words("Appointment changed", "Your appointment is now on {starts_at}. Please check your calendar."),
    ),
    "appointment_cancelled": Template(
        params=AppointmentParams,
        confidential=True,
        zh=Words("预约已取消", "原定{starts_at}的预约已取消。"),
        en=Words("Appointment cancelled", "Your appointment on {starts_at} has been cancelled."),
    ),
    "appointment_tomorrow": Template(
        params=AppointmentParams,
        confidential=True,
        zh=Words("预约提醒", "请记得您的预约：{starts_at}。"),
        en=Words("Appointment reminder", "Please remember your appointment on {starts_at}."),
    ),
    "appointment_soon": Template(
        params=AppointmentParams,
        confidential=True,
        zh=Words("预约即将开始", "您的预约将于{starts_at}开始。"),
        en=Words("Your appointment is soon", "Your appointment starts on {starts_at}."),
    ),
    "notice": Template(
        params=NoticeParams,
        confidential=False,
        zh=Words("{title_zh}", "学校发来一条新通知，请在心桥中查看。"),
        en=Words("{title_en}", "There is a new notice from school. Please read it in Xinqiao."),
    ),
    "notice_acknowledge": Template(
        params=NoticeParams,
        confidential=False,
        zh=Words("{title_zh}", "学校发来一条通知，请在心桥中阅读并确认。"),
        en=Words("{title_en}", "There is a notice from school. Please read and acknowledge it in Xinqiao."),
    ),
    "notice_sign": Template(
        params=NoticeParams,
        confidential=False,
        zh=Words("{title_zh}", "学校发来一条通知，请在心桥中阅读并签字。"),
        en=Words("{title_en}", "There is a notice from school. Please read and sign it in Xinqiao."),
    ),
    "notice_reminder": Template(
        params=NoticeParams,
        confidential=False,
        zh=Words("提醒：{title_zh}", "学校的一条通知还在等您回复，请在心桥中处理。"),
        en=Words(
            "Reminder: {title_en}", "A notice from school still waits for your answer. Please see to it in Xinqiao."
        ),
    ),
    # The three below say nothing anywhere, not in the app either: a screen is seen by those beside it.
    "something_waits": Template(
        params=NoParams,
        confidential=True,
        zh=Words("心桥", "您有一条新消息：有事项等您处理，请登录后查看。"),
        en=Words("Xinqiao", "You have a message: something waits for you. Please sign in to see it."),
    ),
    "something_late": Template(
        params=NoParams,
        confidential=True,
        zh=Words("心桥", "您有一条新消息：有事项等得太久了，请登录后处理，或提醒负责的同事。"),
        en=Words(
            "Xinqiao",
            "You have a message: something has waited too long. Please see to it, or remind whoever is in charge.",
        ),
    ),
    "committee_asked": Template(
        params=NoParams,
        confidential=True,
        zh=Words("心桥", "您有一条新消息：学校有一项邀请需要您答复，请登录后查看。"),
        en=Words("Xinqiao", "You have a message: the school asks for your answer. Please sign in to see it."),
    ),
    # A home visit is ordinary and says so; why somebody declines or cancels is for the app alone.
    "visit_proposed": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("家访邀约", "提议的家访时间是{starts_at}，请登录确认或另选时间。"),
        en=Words(
            "Home visit proposed",
            "A home visit is proposed for {starts_at}. Please sign in to confirm it or ask for another time.",
        ),
    ),
    "visit_confirmed": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("家访已确认", "家访时间是{starts_at}。"),
        en=Words("Home visit confirmed", "The home visit is on {starts_at}."),
    ),
    "visit_declined": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("家访未成", "提议在{starts_at}进行的家访，家长表示不便。"),
        en=Words("Home visit declined", "The family declined the home visit proposed for {starts_at}."),
    ),
    "visit_move_asked": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("家访申请改期", "原定{starts_at}的家访，家长希望改到{wished_at}。"),
        en=Words("Another time wished", "The family would rather have the home visit of {starts_at} on {wished_at}."),
    ),
    "visit_moved": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("家访改期", "家访时间改为{starts_at}，请登录确认或另选时间。"),
        en=Words(
            "Home visit moved",
            "The home visit is now proposed for {starts_at}. Please sign in to confirm it or ask for another time.",
        ),
    ),
    "visit_cancelled": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("家访已取消", "原定{starts_at}的家访已取消。"),
        en=Words("Home visit cancelled", "The home visit on {starts_at} has been cancelled."),
    ),
    "visit_colleague_declined": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("同事不能同行", "一位同事不能参加{starts_at}的家访，请登录调整。"),
        en=Words(
            "A colleague cannot come", "A colleague cannot come to the home visit on {starts_at}. Please sign in."
        ),
    ),
    "visit_tomorrow": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("家访提醒", "请记得家访：{starts_at}。"),
        en=Words("Home visit reminder", "Please remember the home visit on {starts_at}."),
    ),
    "visit_soon": Template(
        params=VisitParams,
        confidential=False,
        zh=Words("家访即将开始", "家访将于{starts_at}开始。"),
        en=Words("The home visit is soon", "The home visit starts on {starts_at}."),
    ),
}
