"""Terms of office, and when something may be entered. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from api.core.access import Resource
from api.parents.codes import Code
from schemas.lectures.wire import Lecture
from schemas.parents.wire import (
    GroupRow,
    ParentGroup,
    ParentGroupEdit,
    ParentGroupNew,
    ParentMeeting,
    ParentMember,
)

LONGEST = timedelta(days=5 * 366)
BACK = timedelta(days=10 * 366)
"""How long ago a term may have begun."""


def resource(org_id: int, row: GroupRow | ParentGroupNew) -> Resource:
    """What must be within reach: the class, or the whole school."""
    group_id = row.group_id if isinstance(row, GroupRow) else None
    return Resource(org_id=org_id, kind="parent_group", resource_id=group_id, class_id=row.class_id)


def wrong_term(new: ParentGroupNew | ParentGroupEdit, today: date) -> tuple[str, Code] | None:
    """What is wrong with a term of office."""
    checks: tuple[tuple[bool, str, Code], ...] = (
        (new.first_day < today - BACK, "firstDay", "too-old"),
        (new.last_day < new.first_day, "lastDay", "order"),
        (new.last_day - new.first_day > LONGEST, "lastDay", "too-long"),
    )
    return next(((field, code) for wrong, field, code in checks if wrong), None)


def wrong_for_meetings(new: ParentGroupEdit, first: date | None, last: date | None) -> tuple[str, Code] | None:
    """A term holds the meetings that the group had, from the first to the last."""
    if first is not None and first < new.first_day:
        return "firstDay", "meetings"
    return ("lastDay", "meetings") if last is not None and last > new.last_day else None


def is_current(row: GroupRow, today: date) -> bool:
    """Whether a group's term goes on, or is still to begin."""
    return not row.ended and today <= row.last_day


def wrong_day(row: GroupRow, day: date, today: date) -> Code | None:
    """What is wrong with the day of a meeting."""
    if day > today:
        return "future"
    return None if row.first_day <= day <= row.last_day else "outside"


def was_held(lecture: Lecture, now: datetime) -> bool:
    """Whether a lecture is over that a meeting was."""
    return lecture.state == "published" and lecture.ends_at <= now


def to_wire(
    row: GroupRow, members: Iterable[ParentMember], meetings: Iterable[ParentMeeting], today: date, *, can_edit: bool
) -> ParentGroup:
    """A group with what is its own of members and meetings."""
    names = set(ParentGroup.__struct_fields__) - {"current", "can_edit", "members", "meetings"}
    return ParentGroup(
        **{name: getattr(row, name) for name in names},
        current=is_current(row, today),
        can_edit=can_edit,
        members=[one for one in members if one.group_id == row.group_id],
        meetings=[one for one in meetings if one.group_id == row.group_id],
    )
