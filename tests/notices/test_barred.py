"""A guardian whom a court bars: no list of a notice names them for the child, and they take nothing of it along."""

import csv
import io
from typing import Any

from python_calamine import CalamineWorkbook

from tests.counselling.desk import field, ok, slug
from tests.notices.bureau import Bureau
from tests.notices.office import Office
from tests.notices.test_bureau_files import fetch, upload
from tests.notices.test_files import PDF
from tests.notices.test_unreached import paper, phoneless
from tests.roster.test_barred import Court
from tests.world import Person

EVERYBODY: dict[str, Any] = {"audience": {"wholeSchool": True}}


async def bar(office: Office) -> None:
    """The administrator records an order: mother is barred from ming."""
    await Court(office.world, office.city).bar()


async def ties(office: Office, by: Person, notice: Any) -> list[set[tuple[str, str]]]:
    """Who stands for which child in the lists of receipts: as CSV, as a workbook, and on the screen."""
    base, client = f"{office.notices}/{notice['noticeId']}/receipts", office.world.client(by)
    text = (await client.get(f"{base}.csv")).content.decode("utf-8-sig")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO((await client.get(f"{base}.xlsx")).content)).get_sheet_by_index(0)
    waiting = (await office.receipts(by, notice))["waiting"]
    return [
        {(row[3], row[4]) for row in list(csv.reader(io.StringIO(text)))[1:]},
        {(str(row[3]), str(row[4])) for row in sheet.to_python()[1:]},
        {(w["studentName"], w["name"]) for w in waiting},
    ]


async def test_lists_of_receipts_do_not_name_who_is_barred_for_the_child(office: Office) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    notice = await office.tell(who.gao, kind="sign", **EVERYBODY)
    assert all(("ming", "mother") in found for found in await ties(office, who.gao, notice))
    await bar(office)
    for found in await ties(office, who.gao, notice):
        assert ("ming", "mother") not in found
        assert ("hong", "mother") in found, "of her other child she is a guardian as before"


async def test_who_answered_before_stands_in_no_list_for_the_child_either(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.gao, kind="acknowledge", **EVERYBODY)
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    await bar(office)
    for found in await ties(office, who.gao, notice):
        assert "mother" not in {name for _, name in found}


async def test_the_list_to_print_has_no_paper_for_who_is_barred(office: Office) -> None:
    who = office.world.people
    await phoneless(office, who.mother)
    notice = await office.tell(who.gao, **EVERYBODY)
    assert "mother" in (await paper(office, who.gao, notice)).text
    await bar(office)
    left = await ok(await paper(office, who.gao, notice))
    assert all("mother" not in family["people"] for family in left["families"])


async def test_who_is_barred_takes_along_no_receipt_of_the_child(office: Office) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    both = await office.tell(who.gao, kind="sign", **EVERYBODY)
    await ok(await office.sign(who.mother, both, who.ming, who.hong))
    alone = await office.tell(who.wang, kind="sign", audience={"studentIds": [str(who.ming.account_id)]})
    await ok(await office.sign(who.mother, alone, who.ming))
    await bar(office)
    client = office.world.client(who.mother)
    left = await client.get(office.own(both, "receipt"))
    await ok(left)
    assert str(who.hong.account_id) in left.text, "of her other child she has it as before"
    assert str(who.ming.account_id) not in left.text
    assert slug(await client.get(office.own(alone, "receipt"))) == (404, "not-found")


async def test_who_is_barred_signs_for_the_other_child_alone(office: Office) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    notice = await office.tell(who.gao, kind="sign", **EVERYBODY)
    await bar(office)
    for children in ((who.ming,), (who.hong, who.ming)):
        assert field(await office.sign(who.mother, notice, *children)) == (404, "$.studentIds", "not-found")
    shown = await ok(await office.sign(who.mother, notice, who.hong))
    assert [child["name"] for child in shown["children"]] == ["hong"]


async def test_who_is_barred_opens_no_file_that_a_bureau_sent_for_the_child(bureau: Bureau) -> None:
    world, who = bureau.world, bureau.world.people
    file = await upload(bureau, bureau.ou)
    sent = await bureau.sent(fileIds=[file])
    assert (await fetch(bureau, who.mother, sent, file, world.north)).content == PDF
    await bar(bureau.office)
    assert (await fetch(bureau, who.mother, sent, file, world.north)).status_code in {403, 404}
    assert (await fetch(bureau, who.mother, sent, file, world.south)).content == PDF, "of her child there"
