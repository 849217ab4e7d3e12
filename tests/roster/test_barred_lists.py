"""A guardian whom a court bars stands in no list that leaves for the child, and a number of theirs reaches nobody about it."""

import io
import zipfile
from typing import Any

import pytest

from tests.roster import books
from tests.roster.books import PHONE_A
from tests.roster.school import School
from tests.roster.test_exports import got, sheets
from tests.roster.test_persons import Hand, hand, ids, ties

__all__ = ["hand"]

ORDER = {"orderedOn": "2026-11-20", "paper": "(2026) 123"}


async def bar(school: School, hand: Hand) -> str:
    """Bars S1's father, and returns the path of S1's guardians."""
    known, family = await ids(school), await ties(school)
    path = f"students/{known['S1']}/guardians"
    await hand.done(f"{path}/{family['王大明']}/bar", ORDER)
    return path


async def test_no_export_of_the_roster_has_who_is_barred(school: School, hand: Hand) -> None:
    assert "王大明" in await exported(school)
    await bar(school, hand)
    left = await exported(school)
    assert "王大明" not in left
    assert PHONE_A not in left


@pytest.mark.parametrize(("name", "relation"), [("赵秀英", "relative"), ("王小明的外婆", "mother")])
async def test_by_hand_nobody_gets_the_number_of_who_is_barred(
    school: School, hand: Hand, name: str, relation: str
) -> None:
    path = await bar(school, hand)
    shared = {"name": name, "phone": PHONE_A, "relation": relation, "contactOrder": 2}
    answer = await hand.send(path, shared, of=path.removesuffix("/guardians"))
    assert answer.status_code == 409, answer.text
    assert "王大明" not in await exported(school)


async def test_no_list_gives_the_number_of_who_is_barred_to_another_guardian(school: School, hand: Hand) -> None:
    await bar(school, hand)
    book = books.school()
    book["家长"] = [*book["家长"][1:], books.guardian(phone=PHONE_A, name="赵秀英", relation="外婆")]
    tried = await school.tried(books.more_students(book, 1))
    assert [note["code"] for note in tried["notes"]] == ["guardian_barred"]
    assert (await school.say_yes(tried["importId"])).status_code == 202
    await school.run()
    assert (await school.shown(tried["importId"]))["state"] == "done"
    assert "赵秀英" not in await exported(school)


async def exported(school: School) -> str:
    """All cells of the workbook and of OneRoster's files."""
    cells: Any = sheets((await got(school, "/roster/workbook")).content)
    with zipfile.ZipFile(io.BytesIO((await got(school, "/roster/oneroster")).content)) as files:
        texts = [files.read(name).decode("utf-8-sig") for name in files.namelist()]
    return str(cells) + "".join(texts)
