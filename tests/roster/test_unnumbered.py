"""Guardians without a phone number: in the roster, by import and by hand, and signed in by a code on paper."""

from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from api.core import rekeying
from api.core.clock import FixedClock
from api.core.sealing import Root, Sealer
from api.roster.rules import known_persons
from api.roster.rules.unnumbered import person_of
from schemas.roster.rows import Roster, RosterGuardian, RosterGuardianship, Snapshot
from tests.roster import books
from tests.roster.books import PHONE_B, PHONE_C, TEACHER, guardian
from tests.roster.school import School
from tests.roster.test_moved_numbers import answered, signs_in, taken
from tests.roster.test_parts import ids
from tests.roster.test_persons import Hand
from tests.servers import Database

SECRET, OTHER = "蓝色的大鲸鱼在山上", "绿色的老火车在海底"


@pytest.fixture
def hand(school: School) -> Hand:
    return Hand(school)


def with_grandmother(phone: str = "") -> books.Book:
    book = books.school()
    book["家长"].append(guardian("S1", phone, "赵秀英", "奶奶"))
    return book


def test_a_number_without_a_name_is_a_fault_of_its_row() -> None:
    book = books.school()
    book["家长"].append(guardian("S1", "16400000109", ""))
    assert books.faults(book) == [("家长", 4, "姓名", "required")]


async def grandmother(school: School) -> UUID:
    [(found,)] = await school.rows(
        "select guardian_id from guardians where org_id = $1 and name = '赵秀英' and ended_at is null", school.org_id
    )
    return found


async def code_of(school: School, guardian_id: UUID, *, who: str = TEACHER, assurance: int = 1) -> httpx.Response:
    student = (await ids(school))["S1"]
    async with await school.client(who, assurance=assurance) as client:
        return await client.post(f"/students/{student}/guardians/{guardian_id}/starting-code")


async def start(school: School, made: Any, secret: str, **more: str) -> httpx.Response:
    body = {"classCode": made["classCode"], "name": made["name"], "startingCode": made["code"], "secret": secret}
    body |= {"tokenKind": "bearer", **more}
    return await school.http.post("/api/v1/auth/student/start", json=body)


async def test_a_guardian_without_a_number_is_imported_and_signs_in_by_paper(school: School) -> None:
    answer = await school.tried(with_grandmother())
    assert "guardian_without_phone" in [note["code"] for note in answer["notes"]]
    await school.applied(books.xlsx(with_grandmother()))
    found = await grandmother(school)
    again = await school.tried(with_grandmother())
    assert not again["canApply"], "the same list again changes nothing"
    student = (await ids(school))["S1"]
    async with await school.client(TEACHER, assurance=1) as client:
        listed = (await client.get(f"/students/{student}/unnumbered-guardians")).json()
        assert [(one["name"], one["signInName"]) for one in listed] == [("赵秀英", "S1赵秀英")]
    made = await code_of(school, found)
    assert made.status_code == 201, made.text
    signed = await start(school, made.json(), SECRET)
    assert (signed.status_code, signed.json()["accountId"]) == (201, str(found)), signed.text
    home = await school.http.get("/api/v1/me/home", headers={"authorization": f"Bearer {signed.json()['token']}"})
    assert [org["roles"] for org in home.json()["orgs"]] == [["guardian"]]
    body = {"classCode": made.json()["classCode"], "name": "S1 赵秀英", "secret": SECRET, "tokenKind": "bearer"}
    assert (await school.http.post("/api/v1/auth/student", json=body)).status_code == 201
    assert (made.json()["studentNumber"], made.json()["person"]) == ("S1", "赵秀英")
    own = {"authorization": f"Bearer {signed.json()['token']}"}
    path = "/api/v1/me/secret"
    changed = await school.http.put(path, json={"current": SECRET, "secret": OTHER + OTHER}, headers=own)
    assert changed.status_code == 204, changed.text
    wrong = await school.http.put(path, json={"current": SECRET, "secret": OTHER}, headers=own)
    assert wrong.json()["type"].endswith("proof-needed")
    assert (await school.http.post("/api/v1/auth/student", json=body)).status_code == 401
    body |= {"secret": OTHER + OTHER}
    assert (await school.http.post("/api/v1/auth/student", json=body)).status_code == 201
    used = await start(school, made.json(), OTHER)
    assert used.json()["type"].endswith("sign-in-failed"), "a code works once"


async def test_a_second_code_needs_assurance_and_a_second_adult(school: School, clock: FixedClock) -> None:
    await school.applied(books.xlsx(with_grandmother()))
    found = await grandmother(school)
    await start(school, (await code_of(school, found)).json(), SECRET)
    refused = await code_of(school, found, assurance=1)
    assert refused.json()["type"].endswith("step-up-needed")
    made = (await code_of(school, found, assurance=2)).json()
    assert made["needsSecondAdult"]
    waits = await start(school, made, OTHER)
    assert waits.json()["type"].endswith("second-adult-needed")
    student = (await ids(school))["S1"]
    async with await school.client(PHONE_B, assurance=2) as second:
        [waiting] = (await second.get("/starting-codes")).json()
        assert (waiting["studentId"], waiting["guardianId"], waiting["guardianName"]) == (
            str(student),
            str(found),
            "赵秀英",
        )
        path = f"/students/{student}/guardians/{found}/starting-code/confirm"
        confirmed = await second.post(path, headers={"idempotency-key": "k" * 32})
        assert confirmed.status_code == 204, confirmed.text
        assert (await second.get("/starting-codes")).json() == []
    assert (await start(school, made, OTHER)).status_code == 201


async def test_who_has_a_number_gets_no_code_and_a_stranger_is_not_found(school: School) -> None:
    rows = dict(await school.rows("select name, guardian_id from guardians where org_id = $1", school.org_id))
    numbered = await code_of(school, rows["王大明"])
    assert (numbered.status_code, numbered.json()["type"].rpartition("/")[2]) == (409, "has-number")
    assert (await code_of(school, rows["李大红"])).status_code == 409, "of another child"
    assert (await code_of(school, rows["王大明"], who=PHONE_C)).status_code == 403


async def test_a_blank_number_leaves_the_one_that_is_stored(school: School) -> None:
    book = books.school()
    book["家长"][0] = guardian("S1", "", "王大明")
    answer = await school.tried(book)
    assert (answer["canApply"], answer["losses"]) == (False, [])


async def test_a_number_that_comes_later_signs_in_beside_the_secret_for_a_week(school: School) -> None:
    await school.applied(books.xlsx(with_grandmother()))
    found = await grandmother(school)
    made = (await code_of(school, found)).json()
    await start(school, made, SECRET)
    tried = await school.tried(with_grandmother("16400000177"))
    [asked] = tried["numbers"]
    assert (asked["name"], asked["endsWith"]) == ("赵秀英", "0177")
    assert (await taken(school, await answered(school, tried, same=True)))["state"] == "done"
    assert await grandmother(school) == found
    body = {"classCode": made["classCode"], "name": made["name"], "secret": SECRET, "tokenKind": "bearer"}
    assert (await school.http.post("/api/v1/auth/student", json=body)).status_code == 201
    assert await signs_in(school, "16400000177") == found


async def test_by_hand_a_guardian_may_have_no_number(school: School, hand: Hand) -> None:
    student = (await ids(school))["S1"]
    new = {"name": "赵秀英", "relation": "grandparent", "contactOrder": 2}
    for _ in range(2):  # the same person again is nobody new
        await hand.done(f"students/{student}/guardians", new)
    found = await grandmother(school)
    made = (await code_of(school, found)).json()
    assert (await start(school, made, SECRET)).status_code == 201
    edit = {**new, "name": "赵秀芳", "phone": None}
    await hand.done(f"students/{student}/guardians/{found}", edit, method="PUT")
    body = {"classCode": made["classCode"], "secret": SECRET, "tokenKind": "bearer"}
    for name, status in (("S1赵秀英", 401), ("S1赵秀芳", 201)):
        assert (await school.http.post("/api/v1/auth/student", json={**body, "name": name})).status_code == status
    await hand.done(f"students/{student}/guardians/{found}/end", of=f"students/{student}")
    body["name"] = "S1赵秀芳"
    assert (await school.http.post("/api/v1/auth/student", json=body)).status_code == 401, "the tie has ended"


async def test_a_new_root_key_finds_their_names_again(school: School, database: Database) -> None:
    await school.applied(books.xlsx(with_grandmother()))
    found = await grandmother(school)
    [(code,)] = await school.rows(
        "select code from classes where org_id = $1 and name = '七年级(1)班' and ended_at is null", school.org_id
    )
    services = school.services
    after = Sealer(services.config.master_key, [Root(1, b"n" * 32, services.clock.now())])
    conn = await asyncpg.connect(database.owner_url)
    try:
        transaction = conn.transaction()
        await transaction.start()
        await rekeying._move_students(conn, services.sealer, after)  # pyright: ignore[reportPrivateUsage]
        key = after.student_name(code, "S1赵秀英")
        account = await conn.fetchval("select account_id from login_keys where key_hash = $1", key)
        await transaction.rollback()
    finally:
        await conn.close()
    assert account == found


def test_two_guardians_of_one_name_are_nobody() -> None:
    """Without a number nobody is taken for one of two."""

    def of(*people: str) -> Roster:
        ties = [RosterGuardianship(number="S1", person=p, relation="other", contact_order=1) for p in people]
        return Roster(
            guardians={p: RosterGuardian(person=p, name="赵秀英", email="") for p in people},
            guardianships={tie.key: tie for tie in ties},
        )

    listed = person_of("S1", "赵秀英")
    one, two = Snapshot(now=of("a"), former=of()), Snapshot(now=of("a", "b"), former=of("c"))
    gone = Snapshot(now=of(), former=of("c"))
    assert [known_persons(s, of(listed), {listed}) for s in (one, two, gone)] == [{listed: "a"}, {}, {listed: "c"}]
