"""Who may do what with a lecture, whom it is for, and what a registration has to be told. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, get_args
from uuid import UUID, uuid5

from api.core.access import Reach, Resource
from api.core.natural_order import natural_key
from schemas.lectures.rows import LectureRow, LectureTarget, OccasionRow, RegistrationRow
from schemas.lectures.tasks import LectureNews
from schemas.lectures.wire import (
    Lecture,
    LectureAudience,
    LectureAudienceNew,
    LectureForm,
    LectureFormClass,
    LectureNew,
)
from schemas.messages.audiences import Audience, class_group, grade_group
from schemas.school_calendar.wire import CalendarOccasion

AHEAD = timedelta(days=366)
"""How far ahead a lecture may be planned."""
LONGEST = timedelta(hours=12)
REMIND_BEFORE = timedelta(days=1)

Code: TypeAlias = Literal[
    "past",
    "too-far",
    "order",
    "one-of",
    "not-found",
    "required",
    "not-allowed",
    "too-few",
    "too-long",
    "pair",
    "duplicate",
    "site",
    "either",
]
"""What can be wrong with a field."""
FollowUp: TypeAlias = Literal["changed", "reminder", "called_off"]
_FOLLOW_UPS: tuple[FollowUp, ...] = get_args(FollowUp)
Told: TypeAlias = Literal["registered", "waiting", "seat", "moved", "ended", "cancelled"]


def target(new: LectureAudienceNew) -> LectureTarget | None:
    """The audience in order, or None when it is not exactly one of classes, grades and school."""
    chosen = [name for name, given in (("classes", new.class_ids), ("grades", new.grades)) if given]
    if len(chosen) + new.whole_school != 1:
        return None
    return LectureTarget(
        scope="school" if new.whole_school else "classes" if new.class_ids else "grades",
        class_ids=sorted(set(new.class_ids)),
        grades=sorted(set(new.grades)),
        parts=sorted(set(new.parts)),
    )


def target_of(row: LectureRow) -> LectureTarget:
    """Whom a lecture is for."""
    return LectureTarget(scope=row.scope, class_ids=row.class_ids, grades=row.grades, parts=row.parts)


def resources(org_id: int, target: LectureTarget, lecture_id: UUID | None = None) -> list[Resource]:
    """What must be within reach: each class of the audience, so that a new class teacher has the lectures of the class; else all."""
    classes = target.class_ids if target.scope == "classes" else [None]
    return [Resource(org_id=org_id, kind="lecture", resource_id=lecture_id, class_id=c) for c in classes]


def all_resources(org_id: int, lecture_id: UUID, row: LectureRow | None) -> list[Resource]:
    """The same for a lecture that there may not be."""
    if row is None:
        return [Resource(org_id=org_id, kind="lecture", resource_id=lecture_id)]
    return resources(org_id, target_of(row), lecture_id)


def wrong_field(new: LectureNew, now: datetime, stood: datetime | None = None) -> tuple[str, Code] | None:
    """The first thing that is wrong with a lecture as it is wished for. `stood`: until when one could register, of a published one, whose other parts may still change."""
    checks: tuple[tuple[bool, str, Code], ...] = (
        (new.starts_at <= now, "startsAt", "past"),
        (new.starts_at > now + AHEAD, "startsAt", "too-far"),
        (new.ends_at <= new.starts_at, "endsAt", "order"),
        (new.ends_at - new.starts_at > LONGEST, "endsAt", "too-long"),
        (not new.place and new.link is None, "place", "required"),
        (new.theme is not None and new.calendar_entry_id is not None, "calendarEntryId", "either"),
        (new.title_en is None and new.about_en is not None, "titleEn", "pair"),
        (not new.registers and new.seats is not None, "seats", "not-allowed"),
        (not new.registers and new.register_by is not None, "registerBy", "not-allowed"),
        (new.register_by is not None and new.register_by > new.starts_at, "registerBy", "order"),
        (new.register_by is not None and new.register_by != stood and new.register_by <= now, "registerBy", "past"),
    )
    return next(((field, code) for wrong, field, code in checks if wrong), None)


def wrong_change(row: LectureRow, new: LectureNew) -> tuple[str, Code] | None:
    """What a published lecture does not change: whether one registers, and seats that people have."""
    if row.state == "published" and row.registers != new.registers:
        return "registers", "not-allowed"
    return ("seats", "too-few") if new.seats is not None and new.seats < row.registered else None


def past(row: LectureRow, now: datetime) -> str | None:
    """Which field of a draft has passed meanwhile."""
    if row.starts_at <= now:
        return "startsAt"
    return "registerBy" if row.register_by is not None and row.register_by <= now else None


def over(row: LectureRow, now: datetime) -> bool:
    """Whether a lecture is not changed any more."""
    return row.state == "cancelled" or (row.state == "published" and row.starts_at <= now)


def takes(row: LectureRow, now: datetime) -> bool:
    """Whether one can register now."""
    return row.state == "published" and row.registers and now < (row.register_by or row.starts_at)


def seat(row: LectureRow) -> Literal["registered", "waiting"]:
    """What the next one who asks gets. Who waits goes first."""
    full = row.seats is not None and (row.registered >= row.seats or row.waiting > 0)
    return "waiting" if full else "registered"


def news(row: RegistrationRow, now: datetime) -> Told | None:
    """What the person of a registration has to be told and was not; what is over is told to nobody."""
    if row.state == "withdrawn" or row.starts_at <= now:
        return None
    if row.lecture_state == "cancelled":
        return "cancelled" if row.state != "ended" and row.told != "cancelled" else None
    if row.told != row.state:
        return "seat" if (row.told, row.state) == ("waiting", "registered") else row.state
    return (
        "moved"
        if row.state != "ended" and (row.told_starts_at, row.told_place) != (row.starts_at, where(row))
        else None
    )


def where(row: RegistrationRow) -> str:
    """Place and link, as the calendar shows them."""
    return " ".join(part for part in (row.place, row.link) if part)


def audience(row: LectureRow) -> Audience:
    """Whom it is for, as broadcasts know it."""
    classes, grades = map(class_group, row.class_ids), map(grade_group, row.grades)
    return Audience(groups=("school",) if row.scope == "school" else (*classes, *grades), parts=tuple(row.parts))


def retold(row: LectureRow, new: LectureRow) -> bool:
    """Whether a change is one of what its announcement says, or to whom."""
    return (row.title_zh, row.title_en, row.starts_at, target_of(row)) != (
        *(new.title_zh, new.title_en, new.starts_at),
        target_of(new),
    )


def next_broadcast(row: LectureRow) -> UUID:
    """The announcement of a lecture as it is now. The first one has the lecture's id: on a phone, later ones take its place."""
    return uuid5(row.lecture_id, f"told:{len(row.broadcast_ids)}") if row.broadcast_ids else row.lecture_id


def follow_up(announcement_id: UUID, what: FollowUp) -> UUID:
    """What follows an announcement."""
    return uuid5(announcement_id, what)


def recalled(row: LectureRow) -> list[UUID]:
    """What a change or its end takes back: the last announcement, and what followed it."""
    return [one for last in row.broadcast_ids[-1:] for one in (last, *(follow_up(last, what) for what in _FOLLOW_UPS))]


def routine(row: LectureRow) -> bool:
    """Whether it does not matter who hears of it first: nobody competes for seats."""
    return row.seats is None


def old_keys(row: LectureRow) -> list[str]:
    """The messages of a lecture that was announced before broadcasts told of it."""
    return [
        f"lecture:{row.lecture_id}:{n}:{what}" for n in range(row.announced_chunks) for what in ("news", "reminder")
    ]


def task_key(lecture_id: UUID, news: LectureNews) -> str:
    """The newest news takes the place of older ones; a reminder stands beside it."""
    return f"{lecture_id}:{'reminder' if news == 'reminded' else 'news'}:0"


def to_wire(row: LectureRow) -> Lecture:
    """A lecture as staff see it."""
    names = set(Lecture.__struct_fields__) - {"audience", "calendar_entry"}
    audience = LectureAudience(
        class_ids=row.class_ids, grades=row.grades, whole_school=row.scope == "school", parts=row.parts
    )
    return Lecture(**{name: getattr(row, name) for name in names}, calendar_entry=occasion(row), audience=audience)


def occasion(row: OccasionRow) -> CalendarOccasion | None:
    """The entry of the calendar that a lecture belongs to, if it is in the calendar today."""
    if not (row.entry_id and row.entry_kind and row.entry_first_day and row.entry_last_day and row.entry_name):
        return None
    return CalendarOccasion(
        entry_id=row.entry_id,
        kind=row.entry_kind,
        first_day=row.entry_first_day,
        last_day=row.entry_last_day,
        name=row.entry_name,
    )


def form(reach: Reach, classes: Iterable[LectureFormClass], entries: list[CalendarOccasion]) -> LectureForm:
    """Whom somebody of this reach may invite. Grades and the school need reach of the whole organisation."""
    ordered = sorted(classes, key=lambda c: (natural_key(c.grade), natural_key(c.name), c.class_id))
    grades = list(dict.fromkeys(c.grade for c in ordered)) if reach.everything else []
    return LectureForm(whole_school=reach.everything, grades=grades, classes=ordered, calendar_entries=entries)
