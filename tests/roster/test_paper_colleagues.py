"""Colleagues who have neither phone nor mail: in the roster, by import and by hand, and signed in by a code on paper."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from pyotp.totp import TOTP

from api.core import rekeying
from api.core.clock import FixedClock
from api.core.name_folding import is_staff_code, staff_code
from api.core.sealing import Root, Sealer
from api.core.services import Services
from api.roster import command
from tests.roster import books
from tests.roster.books import PHONE_B, TEACHER, guardian, staff
from tests.roster.school import School
from tests.roster.test_moved_numbers import answered, signs_in, taken
from tests.roster.test_parts import ids
from tests.roster.test_persons import Hand
from tests.servers import Database

PASSWORD, OTHER = "蓝色的大鲸鱼睡在山上", "绿色的老火车停在海底"
COUNSELLOR = "16400000731"


def book(phone: str = "", name: str = "孙志平") -> books.Book:
    """The small school with a counsellor, and a caretaker who has neither phone nor mail."""
    made = books.school()
    made["教职工"] += [staff("T8", COUNSELLOR, "钱一", "心理教师"), staff("T9", phone, name, "心理教师")]
    return made


@pytest.fixture
async def paper(school: School, services: Services) -> School:
    done = await command.import_bytes(services, school.org_id, "more.xlsx", books.xlsx(book()))
    assert done.state == "done"
    return school


async def colleague(school: School, number: str = "T9") -> UUID:
    [(found,)] = await school.rows(
        "select staff_id from staff where org_id = $1 and staff_number = $2 and ended_at is null", school.org_id, number
    )
    return found


async def code_of(school: School, staff_id: UUID, *, who: str = PHONE_B, assurance: int = 2) -> httpx.Response:
    async with await school.client(who, "en", assurance=assurance) as client:
        return await client.post(f"/staff/{staff_id}/starting-code")


async def confirmed(school: School, staff_id: UUID, who: str, *, assurance: int = 2) -> httpx.Response:
    async with await school.client(who, assurance=assurance) as client:
        path = f"/staff/{staff_id}/starting-code/confirm"
        return await client.post(path, headers={"idempotency-key": uuid4().hex})


async def start(school: School, made: Any, secret: str, **more: str) -> httpx.Response:
    body = {"classCode": made["classCode"], "name": made["name"], "startingCode": made["code"], "secret": secret}
    return await school.http.post("/api/v1/auth/student/start", json=body | {"tokenKind": "bearer"} | more)


async def signed(school: School, made: Any, secret: str) -> httpx.Response:
    body = {"classCode": made["classCode"], "name": made["name"], "secret": secret, "tokenKind": "bearer"}
    return await school.http.post("/api/v1/auth/student", json=body)


def slug(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def own(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 201, answer.text
    return {"authorization": f"Bearer {answer.json()['token']}"}


async def enrols(school: School, headers: dict[str, str], clock: FixedClock) -> httpx.Response:
    """An authenticator beside the password that was set on paper."""
    made = await school.http.post("/api/v1/me/totp", json={}, headers=headers)
    if made.status_code != 200:
        return made
    code = TOTP(made.json()["secret"]).at(clock.now())
    return await school.http.post("/api/v1/me/totp/confirm", json={"code": code}, headers=headers)


async def test_a_list_takes_a_colleague_without_phone_and_mail_and_says_so(school: School) -> None:
    answer = await school.tried(book())
    assert (answer["canApply"], answer["badRows"]) == (True, [])
    assert "colleague_without_phone" in [note["code"] for note in answer["notes"]]
    await school.applied(books.xlsx(book()))
    found = await colleague(school)
    again = await school.tried(book())
    assert not again["canApply"], "the same list again changes nothing"
    assert await school.members("staff", [found]) == {found}


async def test_a_blank_contact_takes_a_stored_number_from_nobody(paper: School) -> None:
    made = book()
    made["教职工"][2] = staff("T8", "", "钱一", "心理教师")
    answer = await paper.tried(made)
    assert (answer["canApply"], answer["losses"]) == (False, [])


async def test_they_sign_in_by_paper_and_take_a_second_factor(paper: School, clock: FixedClock) -> None:
    found = await colleague(paper)
    answer = await code_of(paper, found)
    made = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    assert (made["classCode"], made["name"], made["staffNumber"], made["person"], made["needsSecondAdult"]) == (
        staff_code(paper.org_id),
        "T9孙志平",
        "T9",
        "孙志平",
        False,
    )
    for weak in ("1234567890", "qx7!Lm2#w"):
        assert slug(await start(paper, made, weak)) == (422, "invalid"), "staff need a strong and long one"
    first = await start(paper, made, PASSWORD)
    assert (first.json()["accountId"], first.json()["assurance"]) == (str(found), 1)
    lasts = paper.services.clock.now() + timedelta(days=61)
    assert first.json()["expiresAt"] < lasts.isoformat()
    assert slug(await start(paper, made, OTHER)) == (401, "sign-in-failed"), "a code works once"
    listed = await paper.http.get("/api/v1/me/resets", headers=own(first))
    assert [(one["resetBy"], one["first"], one["used"]) for one in listed.json()] == [("郑建华", True, True)]
    session = own(await signed(paper, made, PASSWORD))
    assert (await enrols(paper, session, clock)).status_code == 204
    refused = await paper.http.put("/api/v1/me/secret", json={"current": PASSWORD, "secret": OTHER}, headers=session)
    assert slug(refused) == (403, "students-only"), "it is their password, which takes the factor too"


async def test_a_later_code_needs_a_second_adult_and_closes_a_week(paper: School, clock: FixedClock) -> None:
    found = await colleague(paper)
    await start(paper, (await code_of(paper, found)).json(), PASSWORD)
    made = (await code_of(paper, found)).json()
    assert made["needsSecondAdult"]
    assert slug(await start(paper, made, OTHER)) == (403, "second-adult-needed")
    async with await paper.client(COUNSELLOR) as second:
        [waiting] = (await second.get("/staff-codes")).json()
        assert (waiting["staffId"], waiting["name"], waiting["own"]) == (str(found), "孙志平", False)
        assert "code" not in waiting
    assert slug(await confirmed(paper, found, PHONE_B)) == (409, "second-adult-other")
    assert slug(await confirmed(paper, found, COUNSELLOR, assurance=1)) == (403, "step-up-needed")
    assert (await confirmed(paper, found, COUNSELLOR)).status_code == 204
    assert slug(await confirmed(paper, found, COUNSELLOR)) == (409, "no-code-waits")
    session = own(await start(paper, made, OTHER))
    assert (await signed(paper, made, PASSWORD)).status_code == 401
    assert slug(await enrols(paper, session, clock)) == (409, "moved-lately"), "who has the code takes no factor"
    home = (await paper.http.get("/api/v1/me/home", headers=session)).json()
    assert home["closedUntil"] is not None
    async with await paper.session(found) as proved:
        home = (await proved.get("http://127.0.0.1:8000/api/v1/me/home")).json()
        assert home["closedUntil"] is None, "a second factor is the person"
    clock.advance(timedelta(days=7, minutes=1))
    assert (await enrols(paper, own(await signed(paper, made, OTHER)), clock)).status_code == 204


async def test_a_profile_shows_in_part_what_somebody_signs_in_by(paper: School) -> None:
    made = book("")
    made["教职工"].append(staff("T7", "", "钱三", "心理教师", 邮箱="qian.san@example.com.cn"))
    await paper.applied(books.xlsx(made))
    shown = [
        (await client.get("http://127.0.0.1:8000/api/v1/me")).json()["login"]
        for client in (
            await paper.client(PHONE_B),
            await paper.session(await colleague(paper, "T7")),
            await paper.session(await colleague(paper)),
        )
    ]
    assert shown == ["*** 0102", "q***@example.com.cn", None]


async def test_the_old_password_takes_the_place_of_a_second_adult(paper: School, clock: FixedClock) -> None:
    found = await colleague(paper)
    await start(paper, (await code_of(paper, found)).json(), PASSWORD)
    again = await start(paper, (await code_of(paper, found)).json(), OTHER, oldSecret=PASSWORD)
    assert (await enrols(paper, own(again), clock)).status_code == 204, "who knew the old one is the person"


async def test_who_may_not(paper: School) -> None:
    found, counsellor = await colleague(paper), await colleague(paper, "T8")
    assert slug(await code_of(paper, found, assurance=1)) == (403, "step-up-needed")
    assert (await code_of(paper, found, who=TEACHER)).status_code == 403
    assert (await code_of(paper, found, who=COUNSELLOR)).status_code == 403
    assert slug(await code_of(paper, counsellor)) == (409, "has-number")
    assert slug(await code_of(paper, await colleague(paper, "T1"))) == (409, "own-code")
    assert (await code_of(paper, (await ids(paper))["S1"])).status_code == 404
    assert slug(await confirmed(paper, found, COUNSELLOR)) == (409, "no-code-waits")


async def test_nobody_confirms_their_own(paper: School) -> None:
    found = await colleague(paper)
    await start(paper, (await code_of(paper, found)).json(), PASSWORD)
    await code_of(paper, found)
    async with await paper.session(found) as client:
        [waiting] = (await client.get("/staff-codes")).json()
        assert waiting["own"]
        path = f"/staff/{found}/starting-code/confirm"
        assert slug(await client.post(path, headers={"idempotency-key": uuid4().hex})) == (409, "own-code")


async def test_a_guardians_way_in_is_no_colleagues(paper: School) -> None:
    """A class teacher hands out what a guardian signs in by: once the guardian works here too, it signs nobody in."""
    made = book()
    made["家长"].append(guardian("S1", "", "赵秀英", "奶奶"))
    await paper.applied(books.xlsx(made))
    student = (await ids(paper))["S1"]
    [(found,)] = await paper.rows(
        "select guardian_id from guardians where org_id = $1 and name = '赵秀英'", paper.org_id
    )
    async with await paper.client(TEACHER) as teacher:
        code = (await teacher.post(f"/students/{student}/guardians/{found}/starting-code")).json()
    await start(paper, code, PASSWORD)
    assert (await signed(paper, code, PASSWORD)).status_code == 201
    made["家长"][-1] = guardian("S1", "16400000732", "赵秀英", "奶奶")
    await taken(paper, await answered(paper, await paper.tried(made), same=True))
    made["教职工"].append(staff("T7", "16400000732", "赵秀英", "心理教师"))
    await paper.applied(books.xlsx(made))
    assert (await signed(paper, code, PASSWORD)).status_code == 401


async def test_who_leaves_signs_in_no_more_and_who_returns_does(paper: School) -> None:
    made = (await code_of(paper, await colleague(paper))).json()
    await start(paper, made, PASSWORD)
    left = book()
    del left["教职工"][-1]
    await paper.applied(books.xlsx(left))
    assert (await signed(paper, made, PASSWORD)).status_code == 401
    await paper.applied(books.xlsx(book()))
    assert (await signed(paper, made, PASSWORD)).status_code == 201


async def test_a_number_that_comes_later_takes_the_place_of_paper_after_a_week(
    paper: School, clock: FixedClock
) -> None:
    found = await colleague(paper)
    made = (await code_of(paper, found)).json()
    await start(paper, made, PASSWORD)
    tried = await paper.tried(book("16400000733"))
    [asked] = tried["numbers"]
    assert (asked["name"], asked["endsWith"]) == ("孙志平", "0733")
    await taken(paper, await answered(paper, tried, same=True))
    assert await colleague(paper) == found
    assert (await signed(paper, made, PASSWORD)).status_code == 201
    assert await signs_in(paper, "16400000733") == found
    assert slug(await code_of(paper, found)) == (409, "has-number")


async def test_by_hand_a_colleague_may_have_no_number(paper: School) -> None:
    hand = Hand(paper)
    new: dict[str, Any] = {"name": "钱二", "number": "T7", "roles": [], "leads": [], "teaches": []}
    async with await paper.client(PHONE_B) as client:
        done = await client.post("/roster/staff", json=new, headers={"idempotency-key": uuid4().hex})
        assert done.status_code == 200, done.text
        again = await client.post("/roster/staff", json=new, headers={"idempotency-key": uuid4().hex})
        assert slug(again) == (409, "staff-number-taken")
    found = await colleague(paper, "T7")
    assert (await hand.shown(f"staff/{found}"))["byPaper"] is True
    assert (await hand.shown(f"staff/{await colleague(paper, 'T8')}"))["byPaper"] is False
    made = (await code_of(paper, found)).json()
    await start(paper, made, PASSWORD)
    await hand.done(f"staff/{found}", {**new, "name": "钱三"}, method="PUT")
    assert (await signed(paper, made, PASSWORD)).status_code == 401
    assert (await signed(paper, {**made, "name": "T7钱三"}, PASSWORD)).status_code == 201


async def test_a_new_root_key_finds_their_names_again(paper: School, database: Database) -> None:
    found, services = await colleague(paper), paper.services
    after = Sealer(services.config.master_key, [Root(1, b"n" * 32, services.clock.now())])
    conn = await asyncpg.connect(database.owner_url)
    try:
        transaction = conn.transaction()
        await transaction.start()
        await rekeying._move_students(conn, services.sealer, after)  # pyright: ignore[reportPrivateUsage]
        key = after.student_name(staff_code(paper.org_id), "T9孙志平")
        account = await conn.fetchval("select account_id from login_keys where key_hash = $1", key)
        await transaction.rollback()
    finally:
        await conn.close()
    assert account == found


def test_no_class_code_looks_like_an_organisations() -> None:
    assert [is_staff_code(code) for code in ("S0-101", "s0-5001", "7XQ2KMAB", "S0-", "S0101")] == [
        True,
        True,
        False,
        False,
        False,
    ]
