"""The demo's parent committee of the class, with two meetings."""

from datetime import timedelta

from api.core.demo import Cast
from api.core.local_time import local_day
from api.core.unit_of_work import UnitOfWork
from api.parents import service
from api.roster.demo.cast import acting
from schemas.parents.wire import MemberRole, ParentGroupNew, ParentMeetingNew, ParentMemberNew

_DAY = timedelta(days=1)
_ROLES: tuple[MemberRole, ...] = ("chair", "deputy", "member", "member")


async def live(uow: UnitOfWork, cast: Cast) -> None:
    """Adds it where the class has none yet."""
    async with acting(uow, cast.teacher_id, uow.now) as teacher:
        if (await service.list_groups(teacher)).groups:
            return
        today = local_day(uow.now, teacher.actor.zone)
        new = ParentGroupNew(
            kind="committee",
            class_id=cast.class_id,
            name="班级家长委员会",
            first_day=today - 60 * _DAY,
            last_day=today + 240 * _DAY,
        )
        group = await service.add_group(teacher, new)
        guardians = [cast.ours.guardian_id, *(home.guardian_id for home in cast.others[:3])]
        for role, guardian_id in zip(_ROLES, guardians, strict=True):
            member = ParentMemberNew(guardian_id=guardian_id, role=role)
            group = await service.add_member(teacher, group.group_id, member)
        came = [member.member_id for member in group.members[:3]]
        for ago, topic in ((40, "推选成员，商定本学期计划"), (12, "讨论考前亲子沟通讲座")):
            meeting = ParentMeetingNew(kind="meeting", held_on=today - ago * _DAY, topic=topic, came=came)
            await service.add_meeting(teacher, group.group_id, meeting)
