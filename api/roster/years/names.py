"""How a class is called a year later: 初一1班 becomes 初二1班, 702班 becomes 802班, and 2026级2班 keeps its name."""

import re
from collections.abc import Collection

from api.roster.rules.class_names import GRADES, spots

_DIGITS = "零一二三四五六七八九"
_LAST = (9, 12)  # grades after which students leave for another school
_PRIMARY = 6
_ENTRY = re.compile(r"(20\d\d|\d\d)级")
_STAGE = re.compile(r"([小初高])([一二三四五六1-6])")
_NUMBER = re.compile(r"(1[0-2]|[1-9])(?=\d\d班?$)")
_GRADE = re.compile(r"[一二三四五六七八九1-9](?=年级|[(\[（])")


def grade_number(name: str, grade: str, year: int) -> int | None:
    """The grade from 1 to 12 that a class is in, by its grade, else by its name. None: nobody knows."""
    if grade in GRADES:
        return GRADES.index(grade) + 1
    found = spots(name, year)
    return found[0][0] if len(found) == 1 and 1 <= found[0][0] <= len(GRADES) else None


def leaves(grade: int, grades: Collection[int]) -> bool:
    """Whether a grade is the last of its school. Six years are the last where the school has no seventh."""
    return grade in _LAST or (grade == _PRIMARY and _PRIMARY + 1 not in grades)


def raised(name: str) -> str:
    """The name a year later; as it is, where it does not tell its grade."""
    if _ENTRY.search(name):
        return name
    if _STAGE.search(name):
        return _STAGE.sub(lambda m: m[1] + _up(m[2]), name, count=1)
    if _NUMBER.match(name):
        return _NUMBER.sub(lambda m: _up(m[1]), name, count=1)
    return _GRADE.sub(lambda m: _up(m[0]), name, count=1)


def _up(digit: str) -> str:
    return str(int(digit) + 1) if digit.isdigit() else _DIGITS[min(_DIGITS.index(digit) + 1, 9)]
