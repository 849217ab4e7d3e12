"""Where recordings may be, and when answers are shown. Pure."""

import re
from collections.abc import Iterable, Sequence

from schemas.lectures.library import (
    EntryRow,
    FeedbackAnswer,
    FeedbackCount,
    FeedbackQuestion,
    FeedbackRow,
    LectureEntry,
    LectureFeedbackNew,
    PastLecture,
    PastLectureRow,
)

LEAST = 5
"""Answers are shown once so many people gave one, and then for so many more people at a time: what one person adds is never seen."""
QUESTIONS: tuple[FeedbackQuestion, ...] = ("helpful", "clear", "again")
ANSWERS: tuple[FeedbackAnswer, ...] = ("yes", "partly", "no")
_LINK = re.compile(r"https://([A-Za-z0-9.-]+)(?:[/?#][!-~]*)?")
"""As `schemas.text.LINK`, and without a port: what stands there is not the site's."""


def host(link: str) -> str | None:
    """The host of a link; None where it is not plain."""
    found = _LINK.fullmatch(link)
    return found[1].lower() if found else None


def is_allowed(link: str, hosts: Iterable[str]) -> bool:
    """Whether a link is on one of these hosts, by their whole names: below `edu.cn`, or a provider's name, is everybody's."""
    return host(link) in {*hosts}


def with_answer(row: FeedbackRow, new: LectureFeedbackNew) -> FeedbackRow:
    """The counts with one person's answers; once enough wait, they are shown together."""
    given = (new.helpful, new.clear, new.again)
    waiting = [n + (given[i // 3] == ANSWERS[i % 3]) for i, n in enumerate(row.waiting)]
    if sum(waiting[:3]) < LEAST:
        return FeedbackRow(shown=row.shown, waiting=waiting)
    return FeedbackRow(shown=[a + b for a, b in zip(row.shown, waiting, strict=True)], waiting=[0] * 9)


def counts(shown: Sequence[int]) -> list[FeedbackCount]:
    """The answers to each question."""
    return [
        FeedbackCount(question=question, yes=shown[3 * i], partly=shown[3 * i + 1], no=shown[3 * i + 2])
        for i, question in enumerate(QUESTIONS)
    ]


def entry(row: EntryRow) -> LectureEntry:
    """A lecture's entry as staff see it."""
    shown = row.shown or [0] * 9
    return LectureEntry(
        lecture_id=row.lecture_id,
        series_id=row.series_id,
        number=row.number,
        recording=row.recording,
        allowed=row.recording is not None and is_allowed(row.recording, row.hosts or ()),
        views=row.views,
        answers=sum(shown[:3]),
        feedback=counts(shown),
        version=row.version,
    )


def asks(row: PastLectureRow) -> bool:
    """Whether somebody was there: checked in, had a seat, or saw it online. Others have nothing to say of it."""
    return row.came or row.registered or row.opened or row.link is not None


def past(row: PastLectureRow, org_id: int, language: str, *, over: bool) -> PastLecture:
    """A lecture as the library shows it, in the reader's language if it was written in it."""
    english = language == "en"
    return PastLecture(
        org_id=org_id,
        lecture_id=row.lecture_id,
        kind=row.kind,
        title=row.title_en if english and row.title_en else row.title_zh,
        speaker=row.speaker,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        series=row.series_en if english and row.series_en else row.series_zh,
        number=row.number,
        recorded=row.recording is not None and is_allowed(row.recording, row.hosts or ()),
        opened=row.opened,
        came=row.came,
        asked=over and not row.answered and asks(row),
        answered=row.answered,
    )


def in_order(lectures: Iterable[PastLecture]) -> list[PastLecture]:
    """The latest first: the order of each organisation's list, over all of them."""
    return sorted(lectures, key=lambda lecture: (lecture.starts_at, lecture.lecture_id), reverse=True)
