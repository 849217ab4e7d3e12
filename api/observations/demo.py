"""The demo's health committee: the table's student serves with the mother's consent, and has told what they saw."""

from datetime import timedelta

from api.core.demo import Cast
from api.core.unit_of_work import UnitOfWork
from api.observations.arriving import service as arriving
from api.observations.committees import queries, rules
from api.observations.committees import service as committees
from api.observations.filing import service as filing
from api.roster.demo.cast import acting
from schemas.observations.wire import MemberAnswer, MemberNew, ObservationNew

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_TERM = timedelta(days=150)


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Adds them where the class never had a committee."""
    if await queries.has_members(uow.conn, uow.actor.org_id, cast.class_id):
        return
    asked = uow.now - 15 * _DAY
    async with acting(uow, cast.teacher_id, asked) as teacher:
        day = asked.date() + _DAY  # of UTC: so it is not past at the school, wherever it is
        new = MemberNew(student_id=cast.ours.student_id, starts_on=day, ends_on=day + _TERM)
        member = await committees.appoint_member(teacher, new)
    async with acting(uow, cast.ours.guardian_id, asked + _DAY) as mother:
        answer = MemberAnswer(consents=True, consent_version=rules.CONSENT_VERSION)
        await committees.answer_request(mother, member.member_id, answer, member.version)
    seen = ObservationNew(
        kind="unusual_behaviour",
        text="他这一周课间都一个人坐着，午饭也没怎么吃，问他说没事。",
        student_id=cast.others[0].student_id,
    )
    async with acting(uow, cast.ours.student_id, uow.now - 3 * _HOUR) as student:
        await filing.add_observation(student, "demo", b"", seen)
    await arriving.empty_mailbox(uow)  # its hour is over
