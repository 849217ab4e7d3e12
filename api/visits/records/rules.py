"""When a team may see where a family lives, what a record holds, and who may open it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core.local_time import instant, local_day
from schemas.visits.rows import DueRow, FollowUpRow, RecordRow, VisitRow
from schemas.visits.wire import (
    FollowUpDue,
    FollowUpText,
    Recommended,
    RecordNew,
    VisitFollowUp,
    VisitRecord,
    VisitVersion,
)

EVENING = time(18)
FAR = timedelta(days=366)
"""What follows is due within a year."""
MOST_RECORDS = 40
"""Versions of all accounts of one visit together."""
RECORD_KEPT = timedelta(days=365)
"""How long team and class teacher may open a record: until about the next visit."""
NOTHING_BEFORE: Mapping[UUID, date] = MappingProxyType({})
AHEAD = timedelta(days=31)
"""No working day is further away: what is due by the next one lies before."""
_DAY = timedelta(days=1)

Wrong: TypeAlias = tuple[str, Literal["past", "too-far", "not-this-record"]]
"""The field that is wrong, and a code."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the vault seals of a visit."""

    at_home: str
    family_says: str | None
    guidance: str | None
    next_steps: str | None
    recommended: list[Recommended]
    follow_ups: list[FollowUpText]
    recorded_by: UUID
    recorded_at: datetime


def window(starts_at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when until when a team sees a family's address and phones: the evening before to the day's end."""
    day = local_day(starts_at, zone)
    return instant(day - _DAY, EVENING, zone), instant(day + _DAY, time(0), zone)


def due_by(rows: Iterable[DueRow], by: date, worked_on: date) -> list[FollowUpDue]:
    """Those that are due by a day. `worked_on`: the last working day before today; what was due by then is late."""
    return [
        FollowUpDue(
            org_id=row.org_id,
            visit_id=row.visit_id,
            follow_up_id=row.follow_up_id,
            student_id=row.student_id,
            student_name=row.student_name,
            due_on=row.due_on,
            late=row.due_on <= worked_on,
        )
        for row in rows
        if row.due_on <= by
    ]


def place(follow_up_id: UUID) -> str:
    """Where the sealed text of a follow-up belongs."""
    return f"visit_follow_up:{follow_up_id}"


def is_told(row: FollowUpRow, now: datetime) -> bool:
    """Whether its text is shown: as long as the record can be opened."""
    return now < row.recorded_at + RECORD_KEPT


def follow_up(row: FollowUpRow, text: bytes | None, worked_on: date) -> VisitFollowUp:
    """A follow-up as its reader sees it. `worked_on`: the last working day before today; what was due by then is late."""
    return VisitFollowUp(
        follow_up_id=row.follow_up_id,
        visit_id=row.visit_id,
        due_on=row.due_on,
        text=text.decode() if text else None,
        done_at=row.done_at,
        late=row.done_at is None and row.due_on <= worked_on,
    )


def wrong_record(new: RecordNew, today: date, before: Mapping[UUID, date] = NOTHING_BEFORE) -> Wrong | None:
    """What is wrong, or None. `today` is the organisation's. `before`: what follows by the version being corrected, and when it is due."""
    seen: set[UUID] = set()
    for place, follow_up in enumerate(new.follow_ups):
        kept_id = follow_up.follow_up_id
        if kept_id is not None and (kept_id not in before or kept_id in seen):
            return f"$.followUps[{place}].followUpId", "not-this-record"
        if kept_id is not None:
            seen.add(kept_id)
            if before[kept_id] == follow_up.due_on:
                continue  # it may be past by now
        if not today <= follow_up.due_on <= today + FAR:
            return f"$.followUps[{place}].dueOn", "past" if follow_up.due_on < today else "too-far"
    return None


def kept(new: RecordNew, ids: Sequence[UUID], by: UUID, now: datetime) -> Kept:
    """The record with the ids of what follows."""
    texts = [
        FollowUpText(follow_up_id=i, due_on=f.due_on, text=f.text) for i, f in zip(ids, new.follow_ups, strict=True)
    ]
    return Kept(
        at_home=new.at_home,
        family_says=new.family_says,
        guidance=new.guidance,
        next_steps=new.next_steps,
        recommended=[Recommended(kind=one.kind, name=one.name) for one in new.recommended],
        follow_ups=texts,
        recorded_by=by,
        recorded_at=now,
    )


def opened(record: Kept, record_id: UUID) -> VisitRecord:
    """The record as its reader sees it."""
    return VisitRecord(
        record_id=record_id,
        at_home=record.at_home,
        family_says=record.family_says,
        guidance=record.guidance,
        next_steps=record.next_steps,
        recommended=record.recommended,
        follow_ups=sorted(record.follow_ups, key=lambda follow_up: follow_up.due_on),
        recorded_by=record.recorded_by,
        recorded_at=record.recorded_at,
    )


def versions(rows: Sequence[RecordRow]) -> list[VisitVersion]:
    """Every version, marked whether another one corrects it."""
    corrected = {row.corrects for row in rows}
    return [
        VisitVersion(
            record_id=row.record_id,
            corrects=row.corrects,
            written_by=row.written_by,
            written_by_name=row.written_by_name,
            written_at=row.written_at,
            current=row.record_id not in corrected,
        )
        for row in rows
    ]


def newest_of_first(rows: Sequence[RecordRow]) -> UUID | None:
    """The first account as it was corrected; of corrections made at the same time, the first. Rows are the oldest first."""
    newest: UUID | None = None
    while following := next((row.record_id for row in rows if row.corrects == newest), None):
        newest = following
    return newest


def dropped(before: Kept, new: RecordNew) -> list[UUID]:
    """What followed by the version before and is left out by its correction."""
    stays = {follow_up.follow_up_id for follow_up in new.follow_ups}
    return [f.follow_up_id for f in before.follow_ups if f.follow_up_id not in stays]


def recorded(row: VisitRow, note_id: UUID, by: UUID) -> VisitRow:
    """The visit with its record."""
    return msgspec.structs.replace(row, state="recorded", note_id=note_id, changed_by=by)
