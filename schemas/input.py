"""What comes from outside: bodies of requests."""

from datetime import date
from typing import Any

import msgspec

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Whatever lies outside is a mistake, and would overflow once a time zone or a day is added to it."""


class Input(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A body of a request, or a part of one: unknown fields are refused, and days and instants are of our time."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            _check(name, getattr(self, name))


def _check(name: str, value: Any) -> None:
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"Expected a year from {FIRST_YEAR} to {LAST_YEAR} - at `$.{_camel(name)}`")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
