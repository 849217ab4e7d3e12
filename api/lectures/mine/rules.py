"""What a lecture shows those whom it is for. Pure."""

from collections.abc import Iterable
from datetime import datetime

from api.lectures.rules import occasion
from schemas.lectures.rows import AfterMyLecture, MyLectureRow
from schemas.lectures.wire import MyLecture, MyRegistration


def to_wire(row: MyLectureRow, org_id: int, language: str, now: datetime) -> MyLecture:
    """A lecture in the reader's language, if it was written in it."""
    english = language == "en" and row.title_en is not None
    closes_at = row.register_by or row.starts_at
    return MyLecture(
        org_id=org_id,
        lecture_id=row.lecture_id,
        kind=row.kind,
        theme=row.theme,
        calendar_entry=occasion(row),
        state="cancelled" if row.state == "cancelled" else "published",
        title=row.title_en if english and row.title_en else row.title_zh,
        about=row.about_en if english and row.about_en else row.about_zh,
        speaker=row.speaker,
        place=row.place,
        link=row.link,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        children=row.children,
        registers=row.registers,
        open=row.state == "published" and row.registers and now < closes_at,
        free=None if row.seats is None else max(row.seats - row.registered, 0),
        register_by=row.register_by,
        registration=_registration(row),
        came=row.came,
    )


def place(shown: MyLecture) -> AfterMyLecture:
    """The position of a lecture in a reader's list."""
    return AfterMyLecture(starts_at=shown.starts_at, lecture_id=shown.lecture_id)


def in_order(lectures: Iterable[MyLecture]) -> list[MyLecture]:
    """The next first: the order of each organisation's list, over all of them."""
    return sorted(lectures, key=lambda lecture: (lecture.starts_at, lecture.lecture_id))


def _registration(row: MyLectureRow) -> MyRegistration | None:
    if row.registration_id is None or row.asked_at is None:
        return None
    state = "registered" if row.registration_state == "registered" else "waiting"
    return MyRegistration(registration_id=row.registration_id, state=state, ahead=row.ahead, asked_at=row.asked_at)
