"""The demo's notices: one of each kind to the class, which some families have read and answered, and the table's mother has not.

And two templates that the school keeps.
"""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.demo import Cast, Home
from api.core.unit_of_work import Reading, UnitOfWork
from api.notices.kept import service as kept
from api.notices.mine import service as mine
from api.notices.sending import service as sending
from api.notices.writing import service as writing
from api.roster.demo.cast import acting
from schemas.notices.mine import NoticeSignature
from schemas.notices.tasks import SendNotice
from schemas.notices.templates import NoticeTemplateNew
from schemas.notices.wire import AudienceNew, NoticeNew, NoticeSend

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_ZONE = ZoneInfo("Asia/Shanghai")


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Adds them where the class teacher has no notice yet."""
    async with acting(uow, cast.teacher_id, uow.now) as teacher:
        if await writing.list_notices(teacher, None, None, 1):
            return
    await _keep_templates(uow)
    for new, ago, readers in _notices(uow, cast):
        notice_id = await _send(uow, cast.teacher_id, new, ago)
        for home in cast.others[:readers]:
            await _answer(uow, home, new, notice_id)


async def _keep_templates(uow: UnitOfWork) -> None:
    async with acting(uow, None, uow.now) as school:
        for template in _TEMPLATES:
            await kept.add_template(school, template)


_TEMPLATES = (
    NoticeTemplateNew(
        name="防溺水提醒",
        shared=True,
        kind="acknowledge",
        title_zh="防溺水提醒",
        body_zh="天气转热，请提醒孩子做到“六不”：\n不私自下水，不擅自结伴游泳，不在没有大人带领时游泳，不去没有安全设施的水域，不去不熟悉的水域，不盲目下水施救。\n看到请确认。",
        title_en="Keeping safe by the water",
        body_en="As it gets warmer, please remind your child: no swimming alone, with friends only, or where nobody watches; and to call for help, never to jump in after others. Please confirm.",
    ),
    NoticeTemplateNew(
        name="家长会邀请",
        shared=True,
        kind="acknowledge",
        title_zh="家长会邀请",
        body_zh="诚邀您参加本学期家长会，一起聊聊孩子在校和在家的情况。\n时间：\n地点：本班教室\n不能到场请提前告诉班主任。看到请确认。",
        title_en="Invitation to the parent meeting",
        body_en="You are invited to this term's parent meeting, to talk about how your child is at school and at home. Time: Place: the classroom. If you cannot come, please tell the class teacher. Please confirm.",
    ),
)


def _notices(uow: Reading, cast: Cast) -> list[tuple[NoticeNew, timedelta, int]]:
    """What is sent, how long ago, and how many families have answered."""
    to = AudienceNew(class_ids=[cast.class_id])
    information = NoticeNew(
        kind="information",
        title_zh="期中考试后家长开放日",
        body_zh="下周三下午两点到四点，欢迎到教室听课，和任课老师聊一聊。\n不用报名，校门口登记即可。",
        title_en="Open day after the mid-term exams",
        body_en="Next Wednesday from two to four you are welcome in class, and to talk with the teachers. No need to register.",
        audience=to,
    )
    acknowledge = NoticeNew(
        kind="acknowledge",
        title_zh="流感多发，请每天晨检",
        body_zh="请每天出门前给孩子量体温，发热请在家休息并告诉我。看到请确认。",
        title_en="Flu season: please check each morning",
        body_en="Please take your child's temperature before school. With a fever, stay at home and tell me. Please confirm.",
        answer_by=_end_of(uow.now + 4 * _DAY),
        audience=to,
    )
    sign = NoticeNew(
        kind="sign",
        title_zh="校外实践活动同意书",
        body_zh="下下周五全班去青禾湿地公园，学校统一乘车、投保，午餐自带。\n同意孩子参加的家长请签名。",
        title_en="Consent to a day out",
        body_en="In two weeks, on Friday, the class goes to the Qinghe wetland park by bus, insured, with packed lunch. Please sign if you agree.",
        answer_by=_end_of(uow.now + 6 * _DAY),
        audience=to,
    )
    return [(information, 3 * _DAY, 24), (acknowledge, 1 * _DAY, 15), (sign, 3 * _HOUR, 6)]


def _end_of(day: datetime) -> datetime:
    """The last minute of a day, as the app sets it."""
    return day.astimezone(_ZONE).replace(hour=23, minute=59, second=0, microsecond=0)


async def _send(uow: UnitOfWork, teacher_id: UUID, new: NoticeNew, ago: timedelta) -> UUID:
    at = uow.now - ago
    async with acting(uow, teacher_id, at) as teacher:
        notice = await writing.add_notice(teacher, new)
        await writing.send_notice(teacher, notice.notice_id, NoticeSend(), notice.version)
    async with acting(uow, None, at) as worker:  # its task finds that all was done already
        await sending.send(worker, SendNotice(notice_id=notice.notice_id))
    return notice.notice_id


async def _answer(uow: UnitOfWork, home: Home, new: NoticeNew, notice_id: UUID) -> None:
    async with acting(uow, home.guardian_id, uow.now - _HOUR) as guardian:
        if new.kind == "information":
            await mine.open_notice(guardian, notice_id, 1)
        elif new.kind == "acknowledge":
            await mine.acknowledge_notice(guardian, notice_id, 1)
        else:
            signature = NoticeSignature(name=home.guardian_name, agrees=True, student_ids=[home.student_id])
            await mine.sign_notice(guardian, notice_id, signature)
