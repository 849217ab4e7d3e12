"""Whether a password or secret is one that others would try first (zxcvbn), words of its person's schools included."""

import asyncio
import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, LiteralString, cast
from uuid import UUID

import msgspec

from api.core import db
from api.core.db import ReadConn, many
from api.core.errors import invalid
from api.core.unit_of_work import Reading

OF_STAFF, OF_STUDENTS = 3, 2
"""The least score out of 4: 10^8 guesses for staff. A student's secret is guessed online alone, so 10^6 are enough."""
STAFF_LENGTH = 10
_MOST = 40
"""What is longer is as strong as its first part says, and rating takes the square of the length: a second for the worst of this one."""
_in_turn = asyncio.Semaphore(1)
"""Rating is our own Python: several at once would leave nothing of the process to others."""
_HERE = (
    "xinqiao",
    "心桥",
    "woaini",
    "5201314",
    "1314520",
    "我爱你",
    "密码",
    "登录口令",
    "mima",
    "xuexiao",
    "laoshi",
    "xuesheng",
)
"""Words that people here try first and that the library's lists lack."""
_WEAK = {
    OF_STAFF: ("这个密码太容易被猜到，请换一个。", "That password is easily guessed. Please choose another."),
    OF_STUDENTS: (
        "这个登录口令太容易被猜到，换一个吧：几个不相干的词放在一起就很好记，也很难猜。",
        "That passphrase is easily guessed. Choose another: a few words that do not belong together are easy to keep and hard to guess.",
    ),
}
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_UNITS = "省市区县镇乡"
_PARTS = re.compile(r"(省|市|区|县|镇|乡|初级|高级|中学|小学|学校|实验|附属)")
"""Between these, a Chinese school's name falls into its parts; the units themselves are left out when it is said."""
_PART = 4
"""A shorter English word stands within too many others."""


class OrgName(msgspec.Struct, frozen=True, kw_only=True):
    """How an organisation is called."""

    org_id: int
    name_zh: str
    name_en: str


SELECT_NAMES: LiteralString = """
select o.org_id, o.name_zh, o.name_en from orgs o where o.org_id = any (array(select k.org_id from account_kinds($1) k))
"""


async def list_names(conn: ReadConn, account_id: UUID) -> list[OrgName]:
    """The names of a person's organisations."""
    return await many(conn, OrgName, SELECT_NAMES, account_id)


SELECT_OWN: LiteralString = """
select s.name from students s where s.org_id = $1 and s.student_id = $2
union select f.name from staff f where f.org_id = $1 and f.staff_id = $2
union select g.name from guardians g where g.org_id = $1 and g.guardian_id = $2
union
select f.name from students s
  join class_staff c on c.org_id = s.org_id and c.class_id = s.class_id and c.ended_at is null
  join staff f on f.org_id = c.org_id and f.staff_id = c.staff_id and f.ended_at is null
where s.org_id = $1 and s.student_id = $2
"""


async def list_own_names(uow: Reading, org_id: int, account_id: UUID) -> list[str]:
    """What a person and, of a student, today's teachers are called in an organisation. The door's role sees no roster, so it is asked as any other read."""
    async with db.reading(uow.services.pool, org_id, account_id) as conn:
        return [row["name"] for row in await conn.fetch(SELECT_OWN, org_id, account_id)]


async def check(uow: Reading, account_id: UUID, path: str, secret: str, least: int, *more: str) -> None:
    """Raises Invalid, which names the field, for a secret that is guessed too easily. `more`: what else others know of the person."""
    if least == OF_STAFF and len(secret) < STAFF_LENGTH:
        raise invalid(path, "weak", _WEAK[least][uow.actor.language == "en"])
    if await is_weak(secret, least, await own_words(uow, account_id, *more)):
        raise invalid(path, "weak", _WEAK[least][uow.actor.language == "en"])


async def own_words(uow: Reading, account_id: UUID, *more: str) -> list[str]:
    """What somebody who knows the person would try: their names, those of their schools, and what the caller adds."""
    orgs = await list_names(uow.conn, account_id)
    own = [name for org in orgs for name in await list_own_names(uow, org.org_id, account_id)]
    return [*(word for org in orgs for word in (*school_words(org.name_zh), *school_words(org.name_en))), *own, *more]


def school_words(name: str) -> list[str]:
    """A school's name, its parts, and what people call it: 青禾区第一初级中学 is also 青禾, 第一, 初级, 中学, 青禾一中 and 一中; Qinghe No. 1 Middle School is qinghe as well."""
    if name.isascii():
        return [name, name.replace(" ", ""), *(word for word in re.findall(r"[A-Za-z]+", name) if len(word) >= _PART)]
    parts = [part for part in _PARTS.split(name) if part and part not in _UNITS]
    number = re.search(r"第?([一二三四五六七八九十百零〇\d]+)\D*([中小])学", name)
    short = [number[1] + number[2]] if number else []
    place = [parts[0] + one for one in short]
    return [name, "".join(parts), *(part for part in parts if len(part) > 1), *short, *place]


async def is_weak(secret: str, least: int, words: Iterable[str]) -> bool:
    """Whether it is guessed too easily, also by somebody who knows these words and tries them with something added."""
    async with _in_turn:
        return await asyncio.to_thread(_score, secret, [*_HERE, *words]) < least


def _score(secret: str, words: Iterable[str]) -> int:
    plain = secret.casefold()
    own = [one for word in words for one in (word.casefold(), *_in_letters(word)) if len(one) > 1]
    rest = plain
    for word in sorted(own, key=len, reverse=True):
        rest = rest.replace(word, "")
    return min(_rated(plain, own), _rated(rest, own)) if rest else 0


def _in_letters(word: str) -> list[str]:
    """A Chinese word in pinyin and by its first letters, with the surname last as well: 李雨 is liyu, yuli and ly."""
    if word.isascii():
        return []
    syllables = _lazy_pinyin()(word, errors="ignore")
    whole = "".join(syllables)
    return [whole, "".join([*syllables[1:], *syllables[:1]]), "".join(one[0] for one in syllables if one)]


@cache
def _lazy_pinyin() -> Callable[..., list[str]]:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # names are no phrases, and those take 40 MB
    from pypinyin import lazy_pinyin  # noqa: PLC0415  13 MB and 50 ms that only a new secret needs

    return lazy_pinyin


def _rated(text: str, own: Iterable[str]) -> int:
    known = [_spelled(word) for word in own]
    import zxcvbn  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]  12 MB of words that only a new secret needs

    return int(cast("dict[str, Any]", zxcvbn.zxcvbn(_spelled(text)[:_MOST], user_inputs=known))["score"])


def _spelled(text: str) -> str:
    """Each Chinese character as three letters: the library takes it for one of ten, and there are thousands."""
    return "".join(char if char.isascii() else _letters(ord(char)) for char in text)


def _letters(code: int) -> str:
    return "".join(_CONSONANTS[code // 20**place % 20] for place in range(3))
