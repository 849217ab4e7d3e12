"""The words that schools write, from `words.toml`, and those that one school has settled for itself."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from schemas.roster.rows import SheetKey, WordKind

IGNORE = ""
"""The meaning of a sheet or heading that is not read, and of a role that gives nothing."""
NEW = "+"
"""The meaning of a class name that is a new class."""

Own = Mapping[tuple[WordKind, str], str]
NO_WORDS: Own = {}


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """The data file, turned round: from what is written to what it means. `asks`: a person confirms it once."""

    headings: dict[SheetKey, dict[str, str]]
    values: dict[str, dict[str, str]]
    asks: dict[str, dict[str, str]]
    columns: dict[str, frozenset[str]]
    guardian: dict[str, tuple[str, ...]]
    never: tuple[str, ...]
    footer: tuple[str, ...]


def folded(text: str) -> str:
    """A heading or value as it is compared: no spaces, brackets or stars."""
    return re.sub(r"[\s()\[\]【】*:_/\-]", "", text).lower()


def _turned(words: Mapping[str, Any]) -> dict[str, str]:
    return {folded(word): meaning for meaning, known in words.items() for word in [*known]}


def _load() -> Words:
    data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    return Words(
        headings={
            key: {folded(name): name for name in known} | _turned(known) for key, known in data["headings"].items()
        },
        values={kind: _turned(known) for kind, known in data["values"].items()},
        asks={kind: _turned(known) for kind, known in data["asks"].items()},
        columns={column: frozenset(map(folded, known)) for column, known in data["columns"].items()},
        guardian={name: tuple(map(folded, known)) for name, known in data["guardian"].items()},
        never=tuple(data["never"]["headings"]),
        footer=tuple(data["footer"]["starts"]),
    )


WORDS = _load()
