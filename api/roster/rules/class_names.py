"""The ways a class is written: 七(1)班, 七年级1班, 702班, 初一1班, 2026级2班 and 七年级二班 may be one class."""

import re

GRADES = (
    "一年级",
    "二年级",
    "三年级",
    "四年级",
    "五年级",
    "六年级",
    "七年级",
    "八年级",
    "九年级",
    "高一",
    "高二",
    "高三",
)
_DIGITS = "零一二三四五六七八九"
_STAGES = {"小": 0, "初": 6, "高": 9}
_STARTS = (1, 7, 10)  # the grade in which a school of each stage begins

_GRADE = re.compile(
    r"(?P<stage>[小初高])?(?P<grade>[一二三四五六七八九]|[1-9])(?:年级|年)?(?:第)?[(\[]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})[)\]]?班?"
)
_PACKED = re.compile(r"(?P<grade>[1-9]|1[0-2])(?P<number>\d{2})班?")
_ENTRY = re.compile(r"(?P<year>20\d\d|\d\d)级[(\[]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})[)\]]?班?")

Spot = tuple[int, int]
"""A grade from 1 to 12, and the number of the class in it."""


def spots(name: str, school_year: int) -> list[Spot]:
    """What a name may mean. A year of entry means one grade for each stage of school."""
    if found := _ENTRY.fullmatch(name):
        year = int(found["year"]) % 100 + 2000
        passed = school_year - year
        return [(start + passed, _number(found["number"])) for start in _STARTS if 0 <= passed < 6]
    if found := _PACKED.fullmatch(name):
        return [(int(found["grade"]), int(found["number"]))]
    if found := _GRADE.fullmatch(name):
        return [(_number(found["grade"]) + _STAGES.get(found["stage"] or "小", 0), _number(found["number"]))]
    return []


def names_entry(name: str) -> bool:
    """Whether a name tells the year in which its students entered the school, such as 2026级2班."""
    return _ENTRY.fullmatch(name) is not None


def grade_of(name: str, school_year: int) -> str:
    """The grade that a class's name tells, or an empty text."""
    found = spots(name, school_year)
    return GRADES[found[0][0] - 1] if len(found) == 1 and 1 <= found[0][0] <= len(GRADES) else ""


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS.find(text[0]) if len(text) == 1 else 0
    return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)
