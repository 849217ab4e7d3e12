"""The demo's lectures: one that was held and recorded in a series, one with few seats, for which some families have registered, and the class's parent meeting."""

from datetime import datetime, timedelta
from uuid import UUID

from api.core.demo import Cast
from api.core.local_time import day_begins, local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import UnitOfWork
from api.lectures.attendance import service as attendance
from api.lectures.editing import service as editing
from api.lectures.library import service as library
from api.lectures.mine import service as mine
from api.lectures.past import service as past
from api.roster.demo.cast import acting
from schemas.lectures.attendance import AttendanceSet
from schemas.lectures.library import (
    LectureEntryEdit,
    LectureFeedbackNew,
    LectureSeriesNew,
    RecordingHostsEdit,
)
from schemas.lectures.wire import LectureAudienceNew, LectureNew

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_SEATS, _ASKING = 12, 14
"""Two more ask than there are seats."""
_CAME, _SAID = 17, 11


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Adds them where the class teacher has no lecture yet."""
    async with acting(uow, cast.teacher_id, uow.now - 2 * _DAY) as teacher:
        if await editing.list_lectures(teacher, None, 1):
            return
    await _held(uow, cast)
    lecture, meeting = await _lectures(uow, cast)
    lecture_id = await _publish(uow, cast, lecture)
    await _publish(uow, cast, meeting)
    for n, home in enumerate(cast.others[:_ASKING]):
        async with acting(uow, home.guardian_id, uow.now - _DAY + n * timedelta(minutes=7)) as guardian:
            await mine.register(guardian, lecture_id)


async def _lectures(uow: UnitOfWork, cast: Cast) -> tuple[LectureNew, LectureNew]:
    zone = await get_zone(uow)
    evening = day_begins(local_day(uow.now, zone) + 6 * _DAY, zone) + 19 * _HOUR
    to = LectureAudienceNew(class_ids=[cast.class_id], grades=[], whole_school=False, parts=["guardian"])
    lecture = LectureNew(
        kind="lecture",
        theme="exams",
        title_zh="考前陪伴：怎么和孩子说话",
        title_en="Before the exams: how to talk with your child",
        about_zh="考试临近，孩子话少了、脾气大了怎么办？心理老师用真实例子讲一讲，留半小时提问。",
        about_en="What helps when children grow quiet or short-tempered before exams? With real cases and time for questions.",
        speaker="学校心理老师",
        place="报告厅",
        starts_at=evening,
        ends_at=evening + 90 * timedelta(minutes=1),
        audience=to,
        registers=True,
        seats=_SEATS,
    )
    meeting = LectureNew(
        kind="parent_meeting",
        title_zh="本学期第二次家长会",
        title_en="Second parent meeting of the term",
        about_zh="请带上孩子的家校联系册。",
        place="本班教室",
        starts_at=evening + 7 * _DAY,
        ends_at=evening + 7 * _DAY + _HOUR,
        audience=to,
        registers=False,
    )
    return lecture, meeting


async def _held(uow: UnitOfWork, cast: Cast) -> None:
    """A training three weeks ago, to which some families came."""
    at = uow.now - 21 * _DAY
    new = LectureNew(
        kind="training",
        title_zh="亲子沟通训练营",
        title_en="Talking with teenagers: a workshop",
        place="报告厅",
        starts_at=at,
        ends_at=at + 2 * _HOUR,
        audience=LectureAudienceNew(class_ids=[cast.class_id], grades=[], whole_school=False, parts=["guardian"]),
        registers=False,
    )
    lecture_id = await _publish(uow, cast, new, 30 * _DAY)
    async with acting(uow, cast.teacher_id, at + _HOUR) as teacher:
        for home in cast.others[:_CAME]:
            tick = AttendanceSet(class_id=cast.class_id, account_id=home.guardian_id, came=True)
            await attendance.set_attendance(teacher, lecture_id, tick)
    await _recorded(uow, cast, lecture_id, at + 3 * _HOUR)


async def _recorded(uow: UnitOfWork, cast: Cast, lecture_id: UUID, at: datetime) -> None:
    """Its recording, as the first of a series, and what those who came said of it."""
    async with acting(uow, cast.counsellor_id, at) as counsellor:
        await library.set_hosts(counsellor, RecordingHostsEdit(hosts=["media.example"]), 0)
        series = await library.add_series(counsellor, LectureSeriesNew(title_zh="家校学堂", title_en="Home and School"))
    async with acting(uow, cast.teacher_id, at) as teacher:
        edit = LectureEntryEdit(series_id=series.series_id, recording="https://media.example/lectures/1")
        await library.set_entry(teacher, lecture_id, edit, 0)
    for n, home in enumerate(cast.others[:_SAID]):
        async with acting(uow, home.guardian_id, at + _HOUR) as guardian:
            clear = "partly" if n % 4 == 1 else "yes"
            await past.give_feedback(guardian, lecture_id, LectureFeedbackNew(helpful="yes", clear=clear, again="yes"))


async def _publish(uow: UnitOfWork, cast: Cast, new: LectureNew, ago: timedelta = 2 * _DAY) -> UUID:
    async with acting(uow, cast.teacher_id, uow.now - ago) as teacher:
        lecture = await editing.add_lecture(teacher, new)
        await editing.publish_lecture(teacher, lecture.lecture_id, lecture.version)
    return lecture.lecture_id
