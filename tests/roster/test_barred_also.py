"""Accounts that somebody made before a court's order about them: shown to who records it, and kept from the child with them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.core.clock import FixedClock
from tests.roster import books
from tests.roster.leaves.test_leaves import Leaves
from tests.roster.school import School
from tests.roster.test_barred_colleagues import _added, _former  # pyright: ignore[reportPrivateUsage]
from tests.roster.test_giving import SECOND, hand, slug
from tests.roster.test_paper_colleagues import code_of, paper
from tests.roster.test_paper_colleagues import colleague as on_paper
from tests.roster.test_parts import ids

__all__ = ["hand", "paper"]
MADE_ADMIN, MADE_COUNSELLOR, MADE_BY_MADE, OTHERS = "16400000577", "16400000578", "16400000579", "16400000580"


def colleague(number: str, name: str, phone: str, role: str) -> dict[str, Any]:
    return {"number": number, "name": name, "phone": phone, "roles": [role], "leads": [], "teaches": []}


@pytest.fixture
async def made(hand: Leaves, clock: FixedClock) -> Leaves:
    """T3 administers the school, is S1's guardian, and named T6 and T7; T6 named T8. T1 named T9."""
    clock.advance(timedelta(days=8))
    await _former(hand, "T3", "S1")
    await hand.school.rows(
        "update guardianships set ended_at = null, since = now() - interval '1 year' where org_id = $1 and relation = 'father' and contact_order = 5",
        hand.school.org_id,
    )
    for by, new in (
        (SECOND, colleague("T6", "王管", MADE_ADMIN, "school_admin")),
        (SECOND, colleague("T7", "钱心", MADE_COUNSELLOR, "counsellor")),
        (MADE_ADMIN, colleague("T8", "孙导", MADE_BY_MADE, "leader")),
        (books.PHONE_B, colleague("T9", "周导", OTHERS, "leader")),
    ):
        answer = await _added(hand, by, new)
        assert answer.status_code == 200, answer.text
    return hand


async def order(hand: Leaves, also: list[UUID], **params: Any) -> Any:
    known = await ids(hand.school)
    child = f"students/{known['S1']}"
    body = {"orderedOn": str(hand.day(-1)), "paper": "青禾区法院 1 号", "also": [str(one) for one in also]}
    return await hand.send(f"{child}/guardians/{known['T3']}/bar", body, of=child, **params)


async def reads(hand: Leaves, phone: str) -> bool:
    """Whether a colleague finds the child, as an administrator in the roster and else among the students."""
    if phone != MADE_ADMIN:
        return "王小明" in await hand.sees_students(phone)
    async with await hand.school.client(phone, "en") as client:
        known = await ids(hand.school)
        return (await client.get(f"/roster/students/{known['S1']}")).status_code == 200


async def test_who_records_an_order_sees_whom_the_barred_one_named(made: Leaves) -> None:
    known = await ids(made.school)
    shown = await made.shown(f"students/{known['S1']}")
    near = {one["guardianId"]: one["colleagues"] for one in shown["guardians"]}
    told = {(one["accountId"], one["why"]) for one in near.pop(str(known["T3"]))}
    assert told == {(str(known[one]), "word") for one in ("T6", "T7", "T8")}
    assert set(map(str, near.values())) == {"[]"}, "nobody came by the other guardian's word"


async def test_whom_the_order_names_besides_reads_nothing_of_the_child(made: Leaves) -> None:
    known = await ids(made.school)
    phones = (MADE_ADMIN, MADE_COUNSELLOR, MADE_BY_MADE, OTHERS)
    assert [await reads(made, phone) for phone in phones] == [True] * 4
    assert (await order(made, [known["T6"], known["T7"]], dryRun=True)).status_code == 200
    assert [await reads(made, phone) for phone in phones] == [True] * 4
    assert (await order(made, [known["T6"], known["T7"]])).status_code == 200
    assert [await reads(made, phone) for phone in phones] == [False, False, True, True]
    async with await made.school.client(MADE_ADMIN, "en") as client:
        sources = (await client.get("/roster/sources")).json()
    assert sources["leftOut"] > 0
    shown = await made.shown(f"students/{known['S1']}")
    barred = {one["guardianId"] for one in shown["guardians"] if one["bar"]}
    assert barred == {str(known[one]) for one in ("T3", "T6", "T7")}
    assert [one["colleagues"] for one in shown["guardians"] if one["bar"]] == [[]] * 3
    lift = f"students/{known['S1']}/guardians/{known['T7']}/lift"
    await made.done(lift, of=f"students/{known['S1']}")
    assert [await reads(made, phone) for phone in phones] == [False, True, True, True]


async def test_an_order_keeps_nobody_else_out(made: Leaves) -> None:
    known = await ids(made.school)
    for number in ("T9", "T2", "T3"):
        assert slug(await order(made, [known[number]])) == (422, "invalid"), number
    assert await reads(made, OTHERS)


async def test_family_beside_the_barred_one_is_shown_as_well(made: Leaves) -> None:
    """Their partner, who teaches here and has another child with them."""
    known, org_id = await ids(made.school), made.school.org_id
    await _former(made, "T9", "S2")
    await _former(made, "T3", "S2")
    await made.school.rows("update guardianships set since = now() - interval '1 year' where org_id = $1", org_id)
    shown = await made.shown(f"students/{known['S1']}")
    [near] = [one["colleagues"] for one in shown["guardians"] if one["guardianId"] == str(known["T3"])]
    assert (str(known["T9"]), "family") in {(one["accountId"], one["why"]) for one in near}


async def test_no_administrator_of_their_making_lifts_the_order_about_another_one(made: Leaves) -> None:
    known = await ids(made.school)
    assert (await order(made, [known["T7"]])).status_code == 200
    child = f"/roster/students/{known['S1']}"
    async with await made.school.client(MADE_ADMIN, "en") as client:
        seen = (await client.get(child)).json()["version"]
        headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{seen}"'}
        answer = await client.post(f"{child}/guardians/{known['T7']}/lift", headers=headers)
        assert slug(answer) == (409, "barred-child")


async def test_who_is_barred_from_a_child_gives_no_code_to_who_reads_about_it(paper: School) -> None:
    found, known, org_id = await on_paper(paper), await ids(paper), paper.org_id
    assert (await code_of(paper, found)).status_code == 201
    await paper.rows(
        "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, '郑', now())",
        org_id,
        known["T1"],
    )
    bar = (
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at, ended_at, barred)"
        " values ($1, $2, $3, 'father', 5, now(), now(), true)"
    )
    await paper.rows(bar, org_id, known["S1"], known["T1"])
    assert slug(await code_of(paper, found)) == (404, "not-found")
