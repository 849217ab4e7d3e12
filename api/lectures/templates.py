"""Every text about a lecture. A lecture is no secret: its title stands on lock screens."""

from collections.abc import Mapping

from api.lectures.telling import audience
from schemas.lectures.messages import LectureParams, RegistrationParams
from schemas.messages.templates import Template, Words


def _to_all(zh: Words, en: Words, before: str | None = None) -> Template:
    return Template(
        params=LectureParams,
        about=("lecture", "lecture_id"),
        confidential=False,
        zh=zh,
        en=en,
        audience=audience.list_invited,
        before=before,
    )


def _to_one(zh: Words, en: Words, before: str | None = None) -> Template:
    return Template(
        params=RegistrationParams,
        about=("lecture", "lecture_id"),
        confidential=False,
        zh=zh,
        en=en,
        audience=audience.list_registered,
        before=before,
    )


TEMPLATES: Mapping[str, Template] = {
    "lecture_announced": _to_all(
        Words("{title_zh}", "时间：{starts_at}。请在心桥中查看，需要报名的请报名。"),
        Words("{title_en}", "On {starts_at}. Please read about it in Xinqiao, and register if it asks for that."),
    ),
    "lecture_changed": _to_all(
        Words("时间有变：{title_zh}", "原定{was}，现改为{starts_at}。"),
        Words("Another time: {title_en}", "It was planned for {was}, and is now on {starts_at}."),
        before="was",
    ),
    "lecture_called_off": _to_all(
        Words("已取消：{title_zh}", "原定{was}的活动已取消。"),
        Words("Cancelled: {title_en}", "It was planned for {was} and has been cancelled."),
        before="was",
    ),
    "lecture_reminder": _to_all(
        Words("提醒：{title_zh}", "时间：{starts_at}，欢迎参加。"),
        Words("Reminder: {title_en}", "It is on {starts_at}. You are welcome."),
    ),
    "lecture_registered": _to_one(
        Words("报名成功：{title_zh}", "时间：{starts_at}。"),
        Words("You are registered: {title_en}", "On {starts_at}."),
    ),
    "lecture_waiting": _to_one(
        Words("已排队：{title_zh}", "名额已满，您在候补中；有空位时会通知您。"),
        Words("You are in line: {title_en}", "All seats are taken. We tell you as soon as one is free."),
    ),
    "lecture_seat": _to_one(
        Words("候补成功：{title_zh}", "有名额了，您已报名，时间：{starts_at}。不能来请取消报名，让给下一位。"),
        Words(
            "You have a seat: {title_en}",
            "A seat is free and it is yours, on {starts_at}. If you cannot come, please give it to the next one.",
        ),
        before="starts_at",
    ),
    "lecture_moved": _to_one(
        Words("活动有变：{title_zh}", "您报名的活动原定{was}，现在是{starts_at}，请在心桥中查看时间和地点。"),
        Words(
            "Changed: {title_en}",
            "You registered for {was}. It is now on {starts_at}. Please look at time and place in Xinqiao.",
        ),
        before="was",
    ),
    "lecture_ended": _to_one(
        Words("报名已取消：{title_zh}", "孩子已不在参加范围内，您的报名已取消。"),
        Words("Your registration has ended: {title_en}", "It is not for you or your child's class any more."),
    ),
    "lecture_cancelled": _to_one(
        Words("已取消：{title_zh}", "您报名的原定{was}的活动已取消。"),
        Words("Cancelled: {title_en}", "It was planned for {was} and has been cancelled."),
        before="was",
    ),
    "lecture_tomorrow": _to_one(
        Words("提醒：{title_zh}", "您报名的活动时间：{starts_at}。"),
        Words("Reminder: {title_en}", "You registered for it. It is on {starts_at}."),
    ),
    "lecture_soon": _to_one(
        Words("即将开始：{title_zh}", "您报名的活动将于{starts_at}开始。"),
        Words("Soon: {title_en}", "You registered for it. It starts on {starts_at}."),
    ),
}
