"""People without a phone number who are known by a mail address: in the roster, signing in by a code to it, and another address (0331)."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.core import db, login_addresses
from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from jobs.runner import Runner
from schemas.accounts.tasks import NumberMoved, SignInCode
from schemas.roster.rows import Said
from tests.jobs.city import Recorder
from tests.roster import books
from tests.roster.books import PHONE_C, TEACHER, guardian, staff
from tests.roster.school import School
from tests.roster.test_exports import got, sheets
from tests.roster.test_giving import slug
from tests.roster.test_moved_numbers import answered, taken
from tests.roster.test_parts import ids
from tests.roster.test_persons import Hand, hand, ties
from tests.roster.test_unnumbered import with_grandmother

__all__ = ["hand"]


class Mails:
    """Addresses of people of one school of these tests alone."""

    def __init__(self, school: School) -> None:
        self.guardian, self.staff, self.other = (
            f"{name}.{school.org_id}@example.cn" for name in ("zhao", "qian", "new")
        )


@pytest.fixture
def mails(school: School) -> Mails:
    return Mails(school)


def book_of(mails: Mails) -> books.Book:
    """The small school with a grandmother and a colleague who have no phone."""
    book = books.school()
    book["家长"].append(guardian("S1", "", "赵秀英", "奶奶", 邮箱=mails.guardian.upper()))
    book["教职工"].append(staff("T8", "", "钱一", "心理教师", 邮箱=mails.staff))
    return book


async def opens(school: School, mail: str) -> UUID | None:
    """Whose account an address opens."""
    rows = await school.door("select account_id from login_find($1)", school.services.sealer.login(mail))
    return rows[0][0] if rows else None


async def asked(school: School, phone: str) -> httpx.Response:
    return await school.http.post("/api/v1/auth/code", json={"phone": phone})


async def sent(school: School, kind: str, org_id: int) -> Recorder:
    """What the worker mails of what is due."""
    mail = Recorder()
    here = School(school.services, school.database, school.http, org_id)
    await Runner(school.services, {"mail": mail}, HANDLERS).run(kind, await here.hand(kind))
    return mail


async def code_to(school: School, mail: str) -> str:
    """A code that came by mail just now."""
    assert (await asked(school, mail)).status_code == 204
    items = (await sent(school, SignInCode.kind, db.PLATFORM)).items
    [item] = [one for one in items if one.address == mail]
    assert "验证码" in item.title
    return re.findall(r"\d{6}", item.body)[0]


async def signed_in(school: School, mail: str) -> httpx.Response:
    body = {"phone": f" {mail}".strip(), "code": await code_to(school, mail), "tokenKind": "bearer"}
    return await school.http.post("/api/v1/auth/phone", json=body)


async def test_a_guardian_and_a_colleague_sign_in_by_a_code_to_their_address(school: School, mails: Mails) -> None:
    tried = await school.tried(book_of(mails))
    assert [(note["code"]) for note in tried["notes"]] == ["guardian_by_mail"]
    await school.applied(books.xlsx(book_of(mails)))
    assert not (await school.tried(book_of(mails)))["canApply"], "the same list again changes nothing"
    for mail, who in ((mails.guardian, (await ties(school))["赵秀英"]), (mails.staff, (await ids(school))["T8"])):
        signed = await signed_in(school, mail)
        assert (signed.status_code, signed.json()["accountId"]) == (201, str(who)), signed.text
        assert signed.json()["assurance"] == 1, "a code opens nothing confidential"
    codes = await school.rows(
        "select cardinality(kinds) from address_kinds($1, now())", [(await ties(school))["赵秀英"]]
    )
    assert codes == [(1,)], "what she is told reaches her by mail"


async def proved(school: School, account_id: UUID) -> list[Any]:
    """Whether there is an address that messages go to, and whether somebody has shown that they read it."""
    return await school.rows("select email_sealed is not null, email_proved from contacts_of($1, now())", [account_id])


async def test_an_address_is_proved_by_the_first_code_that_came_to_it(school: School, mails: Mails) -> None:
    await school.applied(books.xlsx(book_of(mails)))
    she = (await ties(school))["赵秀英"]
    assert await proved(school, she) == [(True, False)], "a list is mistyped: no invite before somebody reads there"
    assert (await signed_in(school, mails.guardian)).status_code == 201
    assert await proved(school, she) == [(True, True)]


async def test_an_address_beside_a_number_is_the_list_s_until_its_owner_confirms_it(
    school: School, mails: Mails
) -> None:
    book = books.school()
    book["家长"].append(guardian("S1", "16400000176", "赵秀英", "奶奶", 邮箱=mails.guardian))
    book["教职工"].append(staff("T8", "16400000177", "钱一", "心理教师", 邮箱=mails.staff))
    await school.applied(books.xlsx(book))
    for who in ((await ties(school))["赵秀英"], (await ids(school))["T8"]):
        assert await proved(school, who) == [(False, False)]
        row = await school.door("select email_sealed is not null, email_verified_at from account_get($1)", who)
        assert row == [(True, None)], "offered to its owner for one tap"


async def test_an_address_that_nobody_knows_is_answered_in_the_same_way(school: School, mails: Mails) -> None:
    answer = await asked(school, mails.other)
    assert (answer.status_code, answer.content) == (204, b"")
    assert [
        one.address for one in (await sent(school, SignInCode.kind, db.PLATFORM)).items if one.address == mails.other
    ] == []
    body = {"phone": mails.other, "code": "000000", "tokenKind": "bearer"}
    assert slug(await school.http.post("/api/v1/auth/phone", json=body)) == (401, "code-wrong")
    assert slug(await asked(school, "nobody@")) == (422, "invalid")


async def test_the_roster_leaves_with_the_address_and_imports_again(school: School, mails: Mails) -> None:
    await school.applied(books.xlsx(book_of(mails)))
    workbook = (await got(school, "/roster/workbook")).content
    rows = [row for sheet in ("家长", "教职工") for row in sheets(workbook)[sheet].values()]
    assert {cell for row in rows for cell in row if "@" in str(cell)} == {mails.guardian, mails.staff}
    assert not (await school.upload(workbook, covers="school")).json()["canApply"]
    oneroster = (await got(school, "/roster/oneroster")).content
    again = (await school.upload(oneroster, "set.zip", covers="school")).json()
    assert (again["canApply"], again["badRows"], again["numbers"]) == (False, [], [])


def test_what_a_file_says_of_addresses_is_checked() -> None:
    book = books.school()
    book["家长"].append(guardian("S1", "", "赵秀英", "奶奶", 邮箱="one@example.cn"))
    book["家长"].append(guardian("S2", "", "赵大海", "爷爷", 邮箱="one@example.cn"))
    book["教职工"].append(staff("T9", "", "钱二", "心理教师", 邮箱="two@"))
    assert books.faults(book) == [
        ("家长", 5, "邮箱", "phone_shared"),
        ("教职工", 4, "邮箱", "email_wrong"),
    ]


UNFIT = {
    "a@school.invalid": "unreachable",
    "a@nas.local": "unreachable",
    "a@mail.example": "unreachable",
    "a@example.com": "unreachable",
    "a@mail.example.org": "unreachable",
    "a+x@mail.cn": "tagged",
}


@pytest.mark.parametrize(("mail", "why"), UNFIT.items())
def test_an_address_that_no_code_reaches_or_that_is_a_variant_signs_nobody_in(mail: str, why: str) -> None:
    book = books.school()
    book["家长"].append(guardian("S1", "", "赵秀英", "奶奶", 邮箱=mail))
    book["教职工"].append(staff("T8", "", "钱一", "心理教师", 邮箱=mail))
    assert books.faults(book) == [("家长", 4, "邮箱", f"email_{why}"), ("教职工", 4, "邮箱", f"email_{why}")]
    book["家长"][-1] = guardian("S1", "16400000109", "赵秀英", "奶奶", 邮箱=mail)
    book["教职工"][-1] = staff("T8", "16400000110", "钱一", "心理教师", 邮箱=mail)
    assert books.faults(book) == [], "beside a number it signs nobody in"
    assert login_addresses.unfit("a.b@example.cn") is None


def test_who_has_number_and_address_in_another_row_is_one_person() -> None:
    book = books.school()
    book["家长"] = [
        guardian("S1", "16400000109", "赵秀英", "奶奶", 邮箱="one@example.cn"),
        guardian("S2", "", "赵秀英", "奶奶", 邮箱="one@example.cn"),
        guardian("S2", "16400000110", "李大红", "奶奶"),
        guardian("S2", "", "李大红", "奶奶", 邮箱="two@example.cn"),
    ]
    checked = books.checked(book)
    assert checked.roster, checked.bad_rows
    assert set(checked.roster.guardians) == {"16400000109", "16400000110"}
    assert set(checked.roster.guardianships) == {
        ("S1", "16400000109"),
        ("S2", "16400000109"),
        ("S2", "16400000110"),
    }
    assert isinstance(checked.said, Said)
    assert ("S2", "16400000109") in checked.said.unordered


async def test_an_address_takes_no_number_from_anybody(school: School, mails: Mails) -> None:
    book = books.school()
    book["家长"][1] = guardian("S2", "", "李大红", "奶奶", 邮箱=mails.guardian)
    book["教职工"][1][2] = ""
    book["教职工"][1][3] = mails.staff
    tried = await school.tried(book)
    assert (tried["numbers"], tried["losses"], tried["badRows"]) == ([], [], [])
    assert not tried["canApply"]
    assert await opens(school, PHONE_C) == (await ties(school))["李大红"]
    assert await opens(school, TEACHER) == (await ids(school))["T2"]


async def test_another_address_in_a_list_is_asked_about_and_moved_as_a_number(school: School, mails: Mails) -> None:
    await school.applied(books.xlsx(book_of(mails)))
    she, book = (await ties(school))["赵秀英"], book_of(mails)
    book["家长"][-1] = guardian("S1", "", "赵秀英", "奶奶", 邮箱=mails.other)
    tried = await school.tried(book)
    assert [(one["name"], one["endsWith"]) for one in tried["numbers"]] == [("赵秀英", mails.other)]
    done = await taken(school, await answered(school, tried, same=True))
    assert done["state"] == "done", done
    assert (await opens(school, mails.other), await opens(school, mails.guardian)) == (she, None)


async def change(school: School, hand: Hand, address: str, name: str = "赵秀英") -> httpx.Response:
    """The administrator gives the grandmother of S1 another number or address by hand."""
    path, she = f"students/{(await ids(school))['S1']}", (await ties(school))[name]
    [tie] = [one for one in (await hand.shown(path))["guardians"] if one["guardianId"] == str(she)]
    edit = {name: tie[name] for name in ("name", "relation", "contactOrder")} | {"phone": address}
    return await hand.send(f"{path}/guardians/{she}", edit, of=path, method="PUT")


def as_(school: School, signed: httpx.Response) -> httpx.AsyncClient:
    transport = school.http._transport  # pyright: ignore[reportPrivateUsage]  # the app of this test
    headers = {"authorization": f"Bearer {signed.json()['token']}"}
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000/api/v1/me", headers=headers)


async def test_a_new_address_is_not_the_person_and_the_old_one_takes_it_back(
    school: School, mails: Mails, hand: Hand, clock: FixedClock
) -> None:
    await school.applied(books.xlsx(book_of(mails)))
    assert (await change(school, hand, mails.other)).status_code == 200
    told = [one for one in (await sent(school, NumberMoved.kind, school.org_id)).items if one.address == mails.guardian]
    assert ["原邮箱" in one.body for one in told] == [True]
    thief = as_(school, await signed_in(school, mails.other))
    assert (await thief.get("/home")).json()["numberClosedUntil"] is not None
    assert slug(await thief.post("/feed")) == (403, "number-moved-lately")
    refused = await signed_in(school, mails.guardian)
    assert slug(refused) == (401, "number-moved")
    clock.advance(timedelta(minutes=2))
    body = {"phone": mails.guardian, "code": await code_to(school, mails.guardian)}
    assert slug(await school.http.post("/api/v1/auth/number/objection", json=body)) == (204, "")
    assert (await thief.get("/home")).status_code == 401
    assert await opens(school, mails.other) is None
    assert await opens(school, mails.guardian) == (await ties(school))["赵秀英"]


async def test_who_signs_in_by_paper_is_given_an_address_as_a_first_number(
    school: School, mails: Mails, hand: Hand
) -> None:
    await school.applied(books.xlsx(with_grandmother()))
    book = with_grandmother()
    book["家长"][-1] = guardian("S1", "", "赵秀英", "奶奶", 邮箱=mails.guardian)
    assert [one["name"] for one in (await school.tried(book))["numbers"]] == ["赵秀英"], "a list asks first"
    assert (await change(school, hand, mails.guardian)).status_code == 200
    own = as_(school, await signed_in(school, mails.guardian))
    [move] = (await own.get("/number-moves")).json()
    assert (move["bySecret"], move["outcome"]) == (True, None)
    assert slug(await own.post("/feed")) == (403, "number-moved-lately")


async def test_people_with_an_address_are_added_by_hand(school: School, mails: Mails, hand: Hand) -> None:
    path = f"students/{(await ids(school))['S1']}"
    new: dict[str, Any] = {"name": "赵秀英", "phone": mails.guardian, "relation": "grandparent", "contactOrder": 3}
    assert (await hand.send(f"{path}/guardians", new, of=path)).status_code == 200
    assert await opens(school, mails.guardian) == (await ties(school))["赵秀英"]
    wrong = await hand.send(f"{path}/guardians", new | {"name": "钱一", "phone": "zhao@"}, of=path)
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "phone")
    for unfit in ("zhao@nas.local", "zhao+x@mail.cn"):
        refused = await change(school, hand, unfit)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, UNFIT[f"a{unfit[4:]}"])
    taken_by = await change(school, hand, mails.guardian, "王大明")
    assert slug(taken_by) == (409, "phone-taken")


async def test_an_older_session_sends_what_she_is_told_to_no_other_address(
    school: School, mails: Mails, clock: FixedClock
) -> None:
    await school.applied(books.xlsx(book_of(mails)))
    her = as_(school, await signed_in(school, mails.guardian))
    clock.advance(timedelta(hours=1))
    refused = await her.put("/email", json={"email": mails.other}, headers={"idempotency-key": str(uuid4())})
    assert slug(refused) == (403, "fresh-session-needed")
    fresh = as_(school, await signed_in(school, mails.guardian))
    given = await fresh.put("/email", json={"email": mails.other}, headers={"idempotency-key": str(uuid4())})
    assert given.status_code == 204
