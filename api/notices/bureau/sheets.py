"""How far a bureau's notice is at each school, as a list for a spreadsheet. Pure."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from api.core.local_time import sortable
from schemas.notices.bureau import SchoolProgress

_HEADINGS = {
    False: ("学校", "人数", "打开", "回复", "发出时间", "撤回时间", "统计时间"),
    True: ("School", "People", "Opened", "Answered", "Sent", "Withdrawn", "Counted"),
}
_FEW = {False: "不足 5 人，不显示", True: "fewer than 5 people"}


def headings(english: bool) -> Sequence[str]:
    """The names of the columns."""
    return _HEADINGS[english]


def to_rows(schools: Iterable[SchoolProgress], zone: tzinfo, english: bool) -> list[list[str]]:
    """A row for each school. Counts of so few people that they would say who are left out."""
    return [
        [
            school.name_en if english else school.name_zh,
            *(str(school.people), _count(school.opened, english), _count(school.answered, english)),
            *(sortable(at, zone) for at in (school.sent_at, school.recalled_at, school.counted_at)),
        ]
        for school in schools
    ]


def _count(number: int | None, english: bool) -> str:
    return _FEW[english] if number is None else str(number)
