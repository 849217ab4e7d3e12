"""The duty in numbers: by class and altogether. Pure; how far one student's visit is, is said in `queries`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from api.core.local_time import day_begins, school_year
from api.core.natural_order import natural_key
from schemas.campaigns.rows import ClassRow
from schemas.campaigns.wire import ClassProgress, Progress, StudentDuty


class _Counts(TypedDict):
    students: int
    owed: int
    planned: int
    confirmed: int
    to_record: int
    done: int
    missed: int
    onsite_owed: int
    contacted: int
    asked: int
    answered: int
    call_me: int


def term_began(now: datetime, zone: ZoneInfo) -> datetime:
    """When the term began: the first with the school year, the second on 1 February (V7)."""
    year = school_year(now, zone)
    second = day_begins(date(year.astimezone(zone).year + 1, 2, 1), zone)
    return second if second <= now else year


def progress(students: Iterable[StudentDuty], now: datetime) -> Progress:
    """All of them, counted."""
    return Progress(**_counts(list(students), now))


def by_class(classes: Iterable[ClassRow], students: Sequence[StudentDuty], now: datetime) -> list[ClassProgress]:
    """Each class, counted, in the order people count them."""
    ordered = sorted(classes, key=lambda c: (natural_key(c.grade), natural_key(c.name)))
    return [
        ClassProgress(
            class_id=c.class_id,
            grade=c.grade,
            name=c.name,
            **_counts([s for s in students if s.class_id == c.class_id], now),
        )
        for c in ordered
    ]


def _counts(students: Sequence[StudentDuty], now: datetime) -> _Counts:
    by = Counter(s.standing for s in students)
    return _Counts(
        students=len(students),
        owed=by["owed"],
        planned=by["planned"],
        confirmed=by["confirmed"],
        to_record=sum(s.standing == "confirmed" and s.at is not None and s.at <= now for s in students),
        done=by["done"],
        missed=by["missed"],
        onsite_owed=sum(s.needs_onsite and s.standing != "done" for s in students),
        contacted=sum(s.contacted for s in students),
        asked=sum(s.asked for s in students),
        answered=sum(s.answer is not None for s in students),
        call_me=sum(s.answer == "call_me" for s in students),
    )
