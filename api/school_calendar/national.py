"""The national table of public holidays and make-up workdays: that of the package `chinesecalendar` (MIT)."""

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from types import MappingProxyType
from typing import Any, cast

from chinese_calendar import constants

from schemas.school_calendar.rows import NationalDay

_ZH = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


def _days(table: Any, *, off: bool) -> dict[date, NationalDay]:
    named = cast("Mapping[date, str]", table)
    return {
        day: NationalDay(off=off, name_zh=_ZH.get(str(name), str(name)), name_en=str(name))
        for day, name in named.items()
        if day.year >= 2024  # earlier years decide about nothing
    }


_loaded: Any = constants
TABLE: Mapping[date, NationalDay] = MappingProxyType(
    _days(_loaded.holidays, off=True) | _days(_loaded.workdays, off=False)
)
"""Days on which the table differs from the week."""
LAST_YEAR = max(TABLE).year
"""The last year whose holidays are published in it."""
SOURCE = f"chinesecalendar {version('chinesecalendar')}"
