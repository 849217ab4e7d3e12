"""The log's lines for a spreadsheet, and lectures as lines. Pure."""

from collections.abc import Iterable
from datetime import tzinfo

from api.core.local_time import local_day
from api.publicity import rules
from schemas.lectures.attendance import HeldLecture
from schemas.lectures.wire import LectureKind
from schemas.publicity.wire import LectureToLog, PublicityEvent, PublicityKind

OF_LECTURES: dict[LectureKind, PublicityKind] = {
    "lecture": "lecture",
    "training": "lecture",
    "live_stream": "live_stream",
}
"""The kind as which a lecture is counted; a parent meeting is none of them (N2 counts it apart)."""

HEADINGS = {
    False: ("日期", "类别", "主题", "对象", "数量", "人次", "地点", "材料", "链接"),
    True: ("Date", "Kind", "Topic", "Audience", "Count", "People", "Place", "Materials", "Link"),
}


def to_log(held: HeldLecture, zone: tzinfo) -> LectureToLog | None:
    """A lecture as it would stand in the log."""
    kind = OF_LECTURES.get(held.kind)
    if kind is None:
        return None
    return LectureToLog(
        lecture_id=held.lecture_id,
        kind=kind,
        held_on=local_day(held.starts_at, zone),
        topic=held.title,
        place=held.place,
        link=held.link,
        people=held.came,
    )


def to_rows(events: Iterable[PublicityEvent], english: bool) -> list[list[str]]:
    """A row for each event, in the order of the headings."""
    return [
        [
            *(str(e.held_on), rules.KIND_NAMES[e.kind][english], e.topic, e.audience, str(e.count), str(e.people)),
            *(e.place, e.materials, e.link or ""),
        ]
        for e in events
    ]
