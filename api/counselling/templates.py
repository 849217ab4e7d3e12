"""Every text about an appointment. All are confidential: even "an appointment at two" tells too much on a lock screen."""

from collections.abc import Mapping

from api.counselling.bookings import audience
from schemas.counselling.messages import AppointmentParams, AppointmentWishParams
from schemas.messages.templates import Template, Words

TEMPLATES: Mapping[str, Template] = {
    "appointment_booked": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约成功", "您的预约时间是{starts_at}。"),
        en=Words("Appointment booked", "Your appointment is on {starts_at}."),
        audience=audience.list_taking_part,
    ),
    "appointment_moved": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约有变动", "您的预约现在是{starts_at}，请留意日程。"),
        en=Words("Appointment changed", "Your appointment is now on {starts_at}. Please check your calendar."),
        audience=audience.list_taking_part,
        before="starts_at",
    ),
    "appointment_cancelled": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约已取消", "原定{starts_at}的预约已取消。"),
        en=Words("Appointment cancelled", "Your appointment on {starts_at} has been cancelled."),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "appointment_counsellor_left": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约已取消", "原定{starts_at}的预约已取消：这位老师已不在这里工作。如有需要，请重新预约。"),
        en=Words(
            "Appointment cancelled",
            "Your appointment on {starts_at} has been cancelled: the person you were to see no longer works here. Please book another time.",
        ),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "appointment_counsellor_away": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约已取消", "原定{starts_at}的预约已取消：这位老师那天请假。请另约一个时间，或预约其他老师。"),
        en=Words(
            "Appointment cancelled",
            "Your appointment on {starts_at} has been cancelled: the person you were to see is away. Please book another time, or somebody else.",
        ),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "appointment_other_counsellor": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约已取消", "原定{starts_at}的预约已取消：改由其他老师负责。请预约其他老师。"),
        en=Words(
            "Appointment cancelled",
            "Your appointment on {starts_at} has been cancelled: somebody else will see you. Please book a time with them.",
        ),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "appointment_client_left": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约已取消", "原定{starts_at}的预约已取消：约定前来的人已不在名单上。"),
        en=Words(
            "Appointment cancelled",
            "Your appointment on {starts_at} has been cancelled: a person who was to come is no longer on the list.",
        ),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "appointment_closed": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约已取消", "原定{starts_at}的预约已取消：那天不上班。请另约一个时间。"),
        en=Words(
            "Appointment cancelled",
            "Your appointment on {starts_at} has been cancelled: that day is closed. Please book another time.",
        ),
        audience=audience.list_tellable,
        before="starts_at",
    ),
    "appointment_other_time": Template(
        params=AppointmentWishParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("希望换个时间", "对方在日历里希望把{starts_at}的预约改到{wished_at}。原定时间不变，请登录查看。"),
        en=Words(
            "Another time proposed",
            "The other side proposed {wished_at} for your appointment on {starts_at}, from their calendar. Nothing has changed yet. Please sign in.",
        ),
        audience=audience.list_taking_part,
    ),
    "appointment_tomorrow": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约提醒", "请记得您的预约：{starts_at}。"),
        en=Words("Appointment reminder", "Please remember your appointment on {starts_at}."),
        audience=audience.list_taking_part,
    ),
    "appointment_soon": Template(
        params=AppointmentParams,
        about=("booking", "booking_id"),
        confidential=True,
        zh=Words("预约即将开始", "您的预约将于{starts_at}开始。"),
        en=Words("Your appointment is soon", "Your appointment starts on {starts_at}."),
        audience=audience.list_taking_part,
    ),
}
