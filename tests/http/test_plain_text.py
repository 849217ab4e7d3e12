"""One rule for plain text, wherever it comes in. Kind of fault: each field with a rule of its own, and one of them without.

U+202E in a room's name reached LOCATION of an invite; `a@b.cn` with a newline behind it was stored as an address.
"""

import re
from collections.abc import Iterator
from typing import Any, get_type_hints

import msgspec
import pytest
from litestar import Litestar
from litestar.params import PathParameter, QueryParameter
from msgspec import inspect

from api.http.guards import handlers
from api.roster.files.tables import Unreadable, clean
from schemas.input import Input
from schemas.text import END, PLAIN
from tests.counselling.desk import slug
from tests.http.test_request_runner import PROVIDER
from tests.world import World

REASONS = {
    "readFeed.name": "compared as a hash, and shown to nobody",
    "signInByPassword.password": "compared as a hash, and shown to nobody",
    "signInBySecret.secret": "compared as a hash, and shown to nobody",
    "signInByStartingCode.secret": "kept as a hash, and shown to nobody",
    "setPassword.password": "kept as a hash, and shown to nobody",
    "setPassword.current": "compared as a hash, and shown to nobody",
    "addTotp.current": "compared as a hash, and shown to nobody",
    "proveByPassword.current": "compared as a hash, and shown to nobody",
    "settleNumberMove.secret": "compared as a hash, and shown to nobody",
    "setPin.secret": "compared as a hash, and shown to nobody",
    "setSecret.current": "compared as a hash, and shown to nobody",
    "setSecret.secret": "kept as a hash, and shown to nobody",
    "signInByStartingCode.old_secret": "compared as a hash, and shown to nobody",
    "beginPasskey.current": "compared as a hash, and shown to nobody",
}
WRONG = [
    "",
    " ",
    "\u3000",
    "\u200b",
    "\u3164\u2800",
    "a\u202eb",
    "a\u2066b",
    "a\tb",
    "a\x00",
    "a\x85b",
    "a\r\nb",
    "a\u2028b",
    "a\x7f",
    "a\ufffe",
    "a\uffff",
]
ONE_LINE_ALONE = ["a\nb", "a\n"]


def texts(app: Litestar) -> Iterator[tuple[str, str | None]]:
    """Every text that comes from outside, as (operation.field, pattern)."""
    for _, _, handler in handlers(app):
        for name, field in handler.parsed_fn_signature.parameters.items():
            where = f"{handler.operation_id}.{name}"
            if name == "data":
                yield from _within(inspect.type_info(field.annotation), str(handler.operation_id), set())
            elif isinstance(field.kwarg_definition, QueryParameter | PathParameter) and field.annotation in (
                str,
                str | None,
            ):
                yield where, field.kwarg_definition.pattern


def _within(kind: Any, where: str, seen: set[type]) -> Iterator[tuple[str, str | None]]:
    if isinstance(kind, inspect.Metadata):
        yield from _within(kind.type, where, seen)
    elif isinstance(kind, inspect.StrType):
        yield where, kind.pattern
    elif isinstance(kind, inspect.StructType) and kind.cls not in seen:
        assert issubclass(kind.cls, Input), f"{kind.cls} comes from outside and is no Input"
        for field in kind.fields:
            yield from _within(field.type, f"{where}.{field.name}", seen | {kind.cls})
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from _within(one, where, seen)
    elif isinstance(kind, inspect.CollectionType):
        yield from _within(kind.item_type, where, seen)
    elif isinstance(kind, inspect.DictType):
        yield from _within(kind.key_type, where, seen)
        yield from _within(kind.value_type, where, seen)
    else:
        assert not isinstance(kind, inspect.AnyType | inspect.RawType), f"{where} takes anything"


def is_closed(pattern: str) -> bool:
    """Whether a pattern names every character that it takes, all of them ASCII, and the end."""
    outside = re.sub(r"\\.", "", pattern.removeprefix("^").removesuffix(END))
    return (
        pattern.startswith("^")
        and pattern.endswith(END)
        and pattern.isascii()
        and not re.search(r"\[\^|\\[wWsSdD]|\\[ux]", pattern.removesuffix(END))
        and "." not in re.sub(r"\[[^\]]*\]", "", outside)
    )


def test_every_text_from_outside_follows_the_rule(app: Litestar) -> None:
    found = dict(texts(app))
    assert len(found) > 60
    bare = sorted(
        where for where, pattern in found.items() if pattern is None or not (pattern in PLAIN or is_closed(pattern))
    )
    assert bare == sorted(REASONS)


def test_the_rule() -> None:
    for pattern in PLAIN:
        lines = bool(re.search(pattern, "a\nb"))
        empty = bool(re.search(pattern, ""))
        for wrong in [*WRONG, *([] if lines else ONE_LINE_ALONE)]:
            assert (wrong == "" and empty) or not re.search(pattern, wrong), ascii(wrong)
        for right in ["家访", "a", "👨‍👩‍👧", "Zoë", "ئۇيغۇر", "𠮷", " a "]:
            assert re.search(pattern, right), ascii(right)


def test_it_is_linear() -> None:
    for text in ("\u200b" * 100_000, "a" * 100_000 + "\x01", "\u200b" * 100_000 + "\x01"):
        assert not any(re.search(pattern, text) for pattern in PLAIN)


@pytest.mark.parametrize("cell", ["\u3164", "\u2800\u2800", "a\x00", "a\x7f"])
def test_a_cell_of_a_roster_follows_it_too(cell: str) -> None:
    assert isinstance(clean(cell), Unreadable)
    assert clean("a\u202e\u2066b\u200b") == "ab"


async def test_over_http_the_field_is_named_in_plain_words(world: World) -> None:
    async with world.client(world.people.north_admin) as client:
        room = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER | {"nameZh": "室\u202eA"})
        nul = await client.post(f"/orgs/{world.north}/providers", json=PROVIDER | {"address": "a\x00b"})
    async with world.client(world.people.mother) as client:
        mail = [await client.put("/me/email", json={"email": text}) for text in ("a@b.cn\n", "\u202ea@b.cn", "a@b")]
    assert {slug(answer) for answer in (room, nul, *mail)} == {(422, "invalid")}
    assert [(e["path"], e["code"]) for e in room.json()["errors"]] == [("$.nameZh", "characters")]
    assert "turn its direction" in room.json()["errors"][0]["message"]


def test_a_struct_from_outside_cannot_be_anything_else() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"surprise": 1}', type=Input)
    assert get_type_hints(Input) == {}
