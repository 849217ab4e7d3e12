"""Whether a password or secret is one that others would try first (zxcvbn), words of its person's schools included."""

import asyncio
from collections.abc import Iterable
from typing import Any, LiteralString, cast
from uuid import UUID

import msgspec
import zxcvbn as _zxcvbn  # pyright: ignore[reportMissingTypeStubs]

from api.core.db import ReadConn, many
from api.core.errors import invalid
from api.core.unit_of_work import Reading

OF_STAFF, OF_STUDENTS = 3, 2
"""The least score out of 4: 10^8 guesses for staff. A student's secret is guessed online alone, so 10^6 are enough."""
_MOST = 72
"""What is longer is as strong as its first part says, and takes long to rate."""
_HERE = (
    "xinqiao",
    "心桥",
    "woaini",
    "5201314",
    "1314520",
    "我爱你",
    "密码",
    "密语",
    "mima",
    "xuexiao",
    "laoshi",
    "xuesheng",
)
"""Words that people here try first and that the library's lists lack."""
_WEAK = {
    OF_STAFF: ("这个密码太容易被猜到，请换一个。", "That password is easily guessed. Please choose another."),
    OF_STUDENTS: (
        "这个密语太容易被猜到，换一个吧：几个不相干的词放在一起就很好记，也很难猜。",
        "That secret is easily guessed. Choose another: a few words that do not belong together are easy to keep and hard to guess.",
    ),
}
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


class OrgName(msgspec.Struct, frozen=True, kw_only=True):
    """How an organisation is called."""

    name_zh: str
    name_en: str


SELECT_NAMES: LiteralString = """
select o.name_zh, o.name_en from orgs o where o.org_id = any (array(select k.org_id from account_kinds($1) k))
"""


async def list_names(conn: ReadConn, account_id: UUID) -> list[OrgName]:
    """The names of a person's organisations."""
    return await many(conn, OrgName, SELECT_NAMES, account_id)


async def check(uow: Reading, account_id: UUID, path: str, secret: str, least: int, *more: str) -> None:
    """Raises Invalid, which names the field, for a secret that is guessed too easily. `more`: what else others know of the person."""
    if await is_weak(secret, least, await own_words(uow, account_id, *more)):
        raise invalid(path, "weak", _WEAK[least][uow.actor.language == "en"])


async def own_words(uow: Reading, account_id: UUID, *more: str) -> list[str]:
    """What somebody who knows the person would try: the names of their schools, and what the caller adds."""
    names = await list_names(uow.conn, account_id)
    return [word for name in names for word in (name.name_zh, name.name_en)] + list(more)


async def is_weak(secret: str, least: int, words: Iterable[str]) -> bool:
    """Whether it is guessed too easily, also by somebody who knows these words and tries them with something added."""
    return await asyncio.to_thread(_score, secret, [*_HERE, *words]) < least


def _score(secret: str, words: Iterable[str]) -> int:
    plain, own = secret.casefold(), [word.casefold() for word in words if len(word) > 1]
    rest = plain
    for word in sorted(own, key=len, reverse=True):
        rest = rest.replace(word, "")
    return min(_rated(plain, own), _rated(rest, own)) if rest else 0


def _rated(text: str, own: Iterable[str]) -> int:
    known = [_spelled(word) for word in own]
    return int(cast("dict[str, Any]", _zxcvbn.zxcvbn(_spelled(text)[:_MOST], user_inputs=known))["score"])


def _spelled(text: str) -> str:
    """Each Chinese character as three letters: the library takes it for one of ten, and there are thousands."""
    return "".join(char if char.isascii() else _letters(ord(char)) for char in text)


def _letters(code: int) -> str:
    return "".join(_CONSONANTS[code // 20**place % 20] for place in range(3))
