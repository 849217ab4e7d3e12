"""Every text about a lecture. A lecture is no secret: its title stands on lock screens, and in an SMS beside the school, the time and what to do."""

from collections.abc import Mapping

from api.lectures.telling import audience
from schemas.lectures.messages import LectureParams, RegistrationParams
from schemas.messages.templates import Among, Template, Words

_Sms = tuple[str, str]


def _to_all(zh: Words, en: Words, sms: _Sms, among: Among, before: str | None = None) -> Template:
    return Template(
        params=LectureParams,
        about=("lecture", "lecture_id"),
        confidential=False,
        zh=zh,
        en=en,
        among=among,
        before=before,
        sms=sms,
    )


def _to_one(zh: Words, en: Words, sms: _Sms, before: str | None = None) -> Template:
    return Template(
        params=RegistrationParams,
        about=("lecture", "lecture_id"),
        confidential=False,
        zh=zh,
        en=en,
        audience=audience.list_registered,
        before=before,
        sms=sms,
    )


TEMPLATES: Mapping[str, Template] = {
    "lecture_announced": _to_all(
        Words("{title_zh}", "{from_zh}，时间：{starts_at}，不用报名。请在心桥中查看。"),
        Words("{title_en}", "{from_en}, on {starts_at}. No need to register. Please read about it in Xinqiao."),
        (
            "{from_zh}活动{sms_zh}：{starts_at}，不用报名，详情见心桥。",
            "{from_en} invites you: {sms_en}, {starts_at}. No need to register. Details are in Xinqiao.",
        ),
        audience.not_told,
    ),
    "lecture_register": _to_all(
        Words("{title_zh}", "{from_zh}，时间：{starts_at}。请在心桥中查看并报名。"),
        Words("{title_en}", "{from_en}, on {starts_at}. Please read about it and register in Xinqiao."),
        (
            "{from_zh}活动{sms_zh}：{starts_at}，请在心桥中报名。",
            "{from_en} invites you: {sms_en}, {starts_at}. Please register in Xinqiao.",
        ),
        audience.not_told,
    ),
    "lecture_changed": _to_all(
        Words("时间有变：{title_zh}", "{from_zh}，原定{was}，现改为{starts_at}。"),
        Words("Another time: {title_en}", "{from_en}: it was planned for {was}, and is now on {starts_at}."),
        (
            "{from_zh}活动{sms_zh}由{was}改到{starts_at}。",
            "{from_en}: {sms_en} was moved from {was} to {starts_at}.",
        ),
        audience.told,
        before="was",
    ),
    "lecture_called_off": _to_all(
        Words("已取消：{title_zh}", "{from_zh}原定{was}的活动已取消。"),
        Words("Cancelled: {title_en}", "{from_en}: it was planned for {was} and has been cancelled."),
        (
            "{from_zh}原定{was}的活动{sms_zh}已取消，不必前来。",
            "{from_en}: {sms_en} on {was} is cancelled. Please do not come.",
        ),
        audience.told,
        before="was",
    ),
    "lecture_reminder": _to_all(
        Words("提醒：{title_zh}", "{from_zh}，时间：{starts_at}，欢迎参加。"),
        Words("Reminder: {title_en}", "{from_en}, on {starts_at}. You are welcome."),
        (
            "{from_zh}活动{sms_zh}提醒：{starts_at}，欢迎准时参加。",
            "{from_en} reminds you: {sms_en}, {starts_at}. You are welcome.",
        ),
        audience.among,
    ),
    "lecture_registered": _to_one(
        Words("报名成功：{title_zh}", "{from_zh}，时间：{starts_at}。"),
        Words("You are registered: {title_en}", "{from_en}, on {starts_at}."),
        (
            "{from_zh}活动{sms_zh}报名成功：{starts_at}，请准时参加。",
            "{from_en}: you are registered for {sms_en}, {starts_at}. Please be on time.",
        ),
    ),
    "lecture_waiting": _to_one(
        Words("已排队：{title_zh}", "{from_zh}的这个活动名额已满，您在候补中；有空位时会通知您。"),
        Words("You are in line: {title_en}", "{from_en}: all seats are taken. We tell you as soon as one is free."),
        (
            "{from_zh}活动{sms_zh}（{starts_at}）名额已满，您在候补，有空位时通知您。",
            "{from_en}: you are in line for {sms_en}, {starts_at}. We tell you when a seat is free.",
        ),
    ),
    "lecture_seat": _to_one(
        Words(
            "候补成功：{title_zh}", "{from_zh}：有名额了，您已报名，时间：{starts_at}。不能来请取消报名，让给下一位。"
        ),
        Words(
            "You have a seat: {title_en}",
            "{from_en}: a seat is free and it is yours, on {starts_at}. If you cannot come, please give it to the next one.",
        ),
        (
            "{from_zh}活动{sms_zh}候补成功：{starts_at}，不能来请在心桥取消。",
            "{from_en}: you have a seat at {sms_en}, {starts_at}. If you cannot come, give it back in Xinqiao.",
        ),
        before="starts_at",
    ),
    "lecture_moved": _to_one(
        Words("活动有变：{title_zh}", "您报名的{from_zh}活动原定{was}，现在是{starts_at}，请在心桥中查看时间和地点。"),
        Words(
            "Changed: {title_en}",
            "{from_en}: you registered for {was}. It is now on {starts_at}. Please look at time and place in Xinqiao.",
        ),
        (
            "{from_zh}活动{sms_zh}有变：{starts_at}，请在心桥看时间和地点。",
            "{from_en}: {sms_en} has changed and is on {starts_at}. Please look at time and place in Xinqiao.",
        ),
        before="was",
    ),
    "lecture_ended": _to_one(
        Words("报名已取消：{title_zh}", "孩子已不在{from_zh}这个活动的参加范围内，您的报名已取消。"),
        Words(
            "Your registration has ended: {title_en}",
            "{from_en}: it is not for you or your child's class any more.",
        ),
        (
            "{from_zh}活动{sms_zh}（{starts_at}）已不包括您，报名已取消。",
            "{from_en}: your registration for {sms_en}, {starts_at}, has ended. It is not for you or your child's class any more.",
        ),
    ),
    "lecture_cancelled": _to_one(
        Words("已取消：{title_zh}", "您报名的{from_zh}原定{was}的活动已取消。"),
        Words("Cancelled: {title_en}", "{from_en}: it was planned for {was} and has been cancelled."),
        (
            "您报名的{from_zh}{was}活动{sms_zh}已取消，不必前来。",
            "{from_en}: {sms_en} on {was}, for which you registered, is cancelled. Please do not come.",
        ),
        before="was",
    ),
    "lecture_tomorrow": _to_one(
        Words("提醒：{title_zh}", "您报名的{from_zh}活动时间：{starts_at}。"),
        Words("Reminder: {title_en}", "{from_en}: you registered for it. It is on {starts_at}."),
        (
            "{from_zh}活动{sms_zh}提醒：{starts_at}，您已报名，请准时参加。",
            "{from_en} reminds you: {sms_en}, {starts_at}. You registered, please be on time.",
        ),
    ),
    "lecture_soon": _to_one(
        Words("即将开始：{title_zh}", "您报名的{from_zh}活动将于{starts_at}开始。"),
        Words("Soon: {title_en}", "{from_en}: you registered for it. It starts on {starts_at}."),
        (
            "{from_zh}活动{sms_zh}即将开始：{starts_at}，您已报名。",
            "{from_en}: {sms_en} starts soon, {starts_at}. You registered.",
        ),
    ),
}
