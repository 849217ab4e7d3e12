"""Checks the words that a person settles for a school."""

from collections.abc import Iterable

from api.roster.columns import BY_NAME
from api.roster.errors import NoSuchMeaning
from api.roster.rules.layouts import fields_of
from api.roster.values import OrgKind, role_fits
from api.roster.words import IGNORE, NEW, WORDS, folded
from schemas.roster.people.rows import WordRow
from schemas.roster.wire import RosterImport, WordSettled


def check(words: Iterable[WordSettled], before: RosterImport, kind: OrgKind) -> None:
    """Every meaning exists here: a field, a value, or a class that was offered. Raises NoSuchMeaning."""
    offered = {(ask.kind, choice.value) for ask in before.asks for choice in ask.choices}
    for word in words:
        if not _exists(word, offered) or (word.kind == "role" and not role_fits(word.meaning, kind)):
            raise NoSuchMeaning


def _exists(word: WordSettled, offered: set[tuple[str, str]]) -> bool:
    if word.kind == "sheet":
        return word.meaning in {IGNORE, *BY_NAME}
    if word.kind == "class":
        return word.meaning == NEW or (word.kind, word.meaning) in offered
    if word.kind == "sex" or word.kind == "relation" or word.kind == "role":  # noqa: PLR1714  # narrows the type
        return word.meaning in {*WORDS.values[word.kind].values(), *([IGNORE] if word.kind == "role" else [])}
    return word.meaning in {IGNORE, *fields_of(word.kind)}


def settled(word: WordSettled) -> WordRow:
    """The word as it is compared."""
    plain = word.word if word.kind in {"sheet", "class"} else folded(word.word) or word.word
    return WordRow(kind=word.kind, word=plain, meaning=word.meaning)
