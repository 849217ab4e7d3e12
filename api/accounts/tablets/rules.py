"""Rules of class tablets: their codes, the names that they show, PINs that are refused. Pure."""

import secrets as random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from api.accounts.rules import STARTING_LETTERS

CODE_LIFE = timedelta(minutes=30)
"""The administrator stands at the tablet."""
KEY_LIFE = timedelta(days=400)
"""Browsers keep a cookie no longer; each sign-in renews it."""
MISSES = 50
"""Wrong tries in all after which a PIN ends: of 10,000 that is one in 200, however long somebody goes on. The secret sets another."""
_SURNAMES = "欧阳司马上官诸葛夏侯东方尉迟皇甫公孙慕容令狐司徒司空长孙宇文轩辕端木南宫独孤申屠呼延百里东郭闻人万俟濮阳淳于单于太史公羊澹台公冶宗政钟离鲜于赫连拓跋第五"
"""Those of two characters, one after the other."""
_COMMON = frozenset({"1314", "5201", "5210", "520131", "521131", "131452", "147258", "159753", "2580", "0852", "1379"})
"""What people here try first, and lines on the pad."""
_ROWS = frozenset({1, 2, 8, 9})
"""Steps of 1234, 2468, 8642 and 4321."""
_TWO, _THREE = 2, 3


def new_code(org_id: int) -> tuple[str, str]:
    """A code as it is shown, and the part of it that is secret."""
    letters = "".join(random.choice(STARTING_LETTERS) for _ in range(8))
    return f"{org_id}-{letters}", letters


def shown_names(students: Sequence[tuple[str, str]]) -> list[str]:
    """What a class tablet calls its students, of whom it has name and number: without surnames, but where two would look alike.

    Namesakes have their number behind the name: who taps the other's name uses up tries of the other's PIN.
    """
    short = Counter(_given(name) for name, _ in students)
    whole = Counter(name for name, _ in students)
    return [
        f"{name} {number}" if whole[name] > 1 else name if short[_given(name)] > 1 else _given(name)
        for name, number in students
    ]


def _given(name: str) -> str:
    """亚力 of 亚力·买买提, 雨晨 of 李雨晨, Ann of Ann Lee."""
    first = name.replace("·", " ").split()[0]
    if first != name or first.isascii() or len(first) < _TWO:
        return first
    compound = len(first) > _TWO and _SURNAMES.find(first[:_TWO]) % _TWO == 0
    return first[_TWO if compound else 1 :]


def is_trivial(pin: str, student_number: str) -> bool:
    """Whether classmates would try it: a row, few digits, a day, a year, a part of the student number, or one that is common."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    half = len(pin) // 2
    return (
        (len(steps) == 1 and steps <= _ROWS)
        or len(set(pin)) < _THREE
        or pin[:half] * 2 == pin
        or pin in _COMMON
        or pin in student_number
        or _is_day(pin)
    )


def _is_day(pin: str) -> bool:
    """MMDD, DDMM, a year of theirs or their parents, YYMMDD, DDMMYY."""
    if len(pin) == len("MMDD"):
        return pin[:2] in {"19", "20"} or _exists(pin[:2], pin[2:]) or _exists(pin[2:], pin[:2])
    if len(pin) == len("YYMMDD"):
        return _exists(pin[2:4], pin[4:]) or _exists(pin[2:4], pin[:2])
    return False


def _exists(month: str, day: str) -> bool:
    try:
        date(2000, int(month), int(day))
    except ValueError:
        return False
    return True
