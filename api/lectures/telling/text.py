"""What messages about lectures say: which school, what, when."""

from datetime import datetime
from typing import Any

from api.core import sms_titles
from api.core.orgs import get_name
from api.core.unit_of_work import Reading
from api.lectures import rules
from api.messages.broadcasts import service as broadcasts
from schemas.lectures.messages import LectureParams, RegistrationParams
from schemas.lectures.rows import LectureRow, RegistrationRow
from schemas.messages.broadcasts import BroadcastNew

_UNTITLED = "an event"
"""What an English SMS says where it leaves a title out: the place in its sentence is not empty."""
_WHAT: dict[str, rules.FollowUp | None] = {
    "lecture_announced": None,
    "lecture_register": None,
    "lecture_changed": "changed",
    "lecture_reminder": "reminder",
    "lecture_called_off": "called_off",
}
"""What follows an announcement, by its template."""


async def news(uow: Reading, row: LectureRow, template: str, was: datetime | None) -> BroadcastNew:
    """A lecture as it is now for everybody whom it is for. `was`: the time that they were told before."""
    what = _WHAT[template]
    last = row.broadcast_ids[-1] if row.broadcast_ids and what in {"reminder", "called_off"} else None
    own = last or rules.next_broadcast(row)
    broadcast_id = rules.follow_up(own, what) if what else own
    return BroadcastNew(
        broadcast_id=broadcast_id,
        key=f"lecture:{row.lecture_id}:{broadcast_id}",
        template=template,
        params=await params(uow, row, was),
        importance="low" if what is None and not row.broadcast_ids and row.announced_chunks else "normal",
        audience=rules.audience(row),
        expires_at=row.starts_at,
        replaces=row.lecture_id if what in {"changed", "called_off"} else None,
        routine=what is None and rules.routine(row) and broadcasts.can_wait(uow, row.register_by or row.starts_at),
        sms_alone=bool(row.sms_alone),
    )


def announcement(row: LectureRow) -> str:
    """The template that announces it."""
    return "lecture_register" if row.registers else "lecture_announced"


async def params(uow: Reading, row: LectureRow, was: datetime | None) -> LectureParams:
    """What a broadcast may say of it."""
    return LectureParams(**await _said(uow, row), was=was, after=len(row.broadcast_ids))


async def own_params(uow: Reading, row: RegistrationRow, was: datetime | None) -> RegistrationParams:
    """What a message to somebody who registered may say of it."""
    return RegistrationParams(**await _said(uow, row), was=was, registration_id=row.registration_id)


async def _said(uow: Reading, row: LectureRow | RegistrationRow) -> dict[str, Any]:
    title_en, school = row.title_en or row.title_zh, await get_name(uow.conn, uow.actor.org_id)
    return {
        "lecture_id": row.lecture_id,
        "title_zh": row.title_zh,
        "title_en": title_en,
        "starts_at": row.starts_at,
        "from_zh": school.name_zh,
        "from_en": school.name_en,
        "sms_zh": sms_titles.in_zh(row.title_zh),
        "sms_en": sms_titles.in_en(title_en) or _UNTITLED,
    }
