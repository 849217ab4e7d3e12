"""A guardian without a number is given one, and a number that its owner can still take back is given to nobody."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from api.core.clock import FixedClock
from tests.roster import books
from tests.roster.books import guardian
from tests.roster.school import School
from tests.roster.test_giving import slug
from tests.roster.test_moved_numbers import signs_in
from tests.roster.test_parts import ids
from tests.roster.test_persons import Hand, ties
from tests.roster.test_unnumbered import SECRET, code_of, start, with_grandmother

WEEK = timedelta(days=7)


class Grandmother(Hand):
    """The administrator, and the grandmother of S1, who signs in by a secret."""

    me: UUID
    named: dict[str, str]

    async def begin(self) -> None:
        """She is on the list without a number, and has set her secret by a code on paper."""
        await self.school.applied(books.xlsx(with_grandmother()))
        self.me = (await ties(self.school))["赵秀英"]
        made = (await code_of(self.school, self.me)).json()
        assert (await start(self.school, made, SECRET)).status_code == 201
        self.named = {"classCode": made["classCode"], "name": made["name"], "secret": SECRET, "tokenKind": "bearer"}

    @property
    def phone(self) -> str:
        """A number of this school's tests alone."""
        return f"161{self.school.org_id:08d}"

    async def numbered(self, phone: str) -> httpx.Response:
        """The administrator adds a number."""
        path = f"students/{(await ids(self.school))['S1']}"
        [tie] = [one for one in (await self.shown(path))["guardians"] if one["guardianId"] == str(self.me)]
        edit = {name: tie[name] for name in ("name", "relation", "contactOrder")} | {"phone": phone}
        return await self.send(f"{path}/guardians/{self.me}", edit, of=path, method="PUT")

    async def by_name(self) -> httpx.Response:
        """She signs in as before."""
        return await self.school.http.post("/api/v1/auth/student", json=self.named)

    async def session(self) -> httpx.AsyncClient:
        """The same, and goes on."""
        signed = await self.by_name()
        assert signed.status_code == 201, signed.text
        headers = {"authorization": f"Bearer {signed.json()['token']}"}
        transport = self.school.http._transport  # pyright: ignore[reportPrivateUsage]  # the app of this test
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000/api/v1/me", headers=headers)


@pytest.fixture
async def she(school: School) -> Grandmother:
    hand = Grandmother(school)
    await hand.begin()
    return hand


async def settled(client: httpx.AsyncClient, *, mine: bool, secret: str = SECRET) -> tuple[int, str]:
    return slug(await client.post("/number-moves/settle", json={"secret": secret, "mine": mine}))


async def closed(client: httpx.AsyncClient) -> Any:
    return (await client.get("/home")).json()["numberClosedUntil"]


async def test_a_number_that_is_not_theirs_goes_away_again(she: Grandmother) -> None:
    school = she.school
    before = await she.session()
    assert (await she.numbered(she.phone)).status_code == 200
    assert (await before.get("/home")).status_code == 401, "signed out by it, as by every move"
    thief, own = await school.client(she.phone, assurance=1), await she.session()
    [move] = (await own.get("/number-moves")).json()
    assert (move["bySecret"], move["outcome"]) == (True, None)
    assert await closed(own) is not None
    assert slug(await own.post("/feed")) == (403, "number-moved-lately"), "not of a passphrase that was set lately"
    assert await settled(own, mine=False, secret="另一个登录口令在这里") == (403, "secret-wrong")
    assert await settled(own, mine=False) == (204, "")
    assert (await closed(own), await signs_in(school, she.phone)) == (None, None)
    assert (await thief.get("/number-moves")).status_code == 401
    assert [one["outcome"] for one in (await own.get("/number-moves")).json()] == ["objected"]
    student = (await ids(school))["S1"]
    async with await school.client(books.TEACHER, assurance=1) as teacher:
        listed = (await teacher.get(f"/students/{student}/unnumbered-guardians")).json()
    assert [one["name"] for one in listed] == ["赵秀英"]
    assert await settled(await she.session(), mine=False) == (409, "nothing-to-take-back")
    told = "select count(*) from tasks where org_id = $1 and kind = 'number_objected'"
    assert await school.rows(told, school.org_id) == [(1,)]


async def test_a_number_that_is_theirs_is_the_one_way_in(she: Grandmother) -> None:
    assert (await she.numbered(she.phone)).status_code == 200
    own = await she.session()
    assert await settled(own, mine=True) == (204, "")
    assert await closed(own) is None
    assert slug(await she.by_name()) == (401, "sign-in-failed")
    assert await signs_in(she.school, she.phone) == she.me


async def test_a_secret_set_after_the_move_settles_nothing(she: Grandmother, clock: FixedClock) -> None:
    """Who kept a starting code set a secret beside the new number, and settled it for her within seconds."""
    school = she.school
    async with await school.client(books.TEACHER, assurance=2) as teacher:
        student = (await ids(school))["S1"]
        made = (await teacher.post(f"/students/{student}/guardians/{she.me}/starting-code")).json()
    assert (await she.numbered(she.phone)).status_code == 200
    assert slug(await start(school, made, "另一个登录口令在这里")) == (401, "sign-in-failed"), "it ended with the move"
    owner = await asyncpg.connect(school.database.owner_url)
    try:
        await owner.execute("update secret_resets set used_at = $2 where account_id = $1", she.me, clock.now() + WEEK)
    finally:
        await owner.close()
    own = await she.session()
    assert await settled(own, mine=True) == (409, "nothing-to-take-back")
    assert await closed(own) is not None


async def test_after_a_week_the_number_alone_signs_in(she: Grandmother, clock: FixedClock) -> None:
    assert (await she.numbered(she.phone)).status_code == 200
    relay = await asyncpg.connect(she.school.database.relay_url)
    try:
        for after, status in ((WEEK - timedelta(hours=1), 201), (timedelta(hours=2), 401)):
            clock.advance(after)
            await relay.fetchval("select login_moves_purge($1)", clock.now())
            assert (await she.by_name()).status_code == status
    finally:
        await relay.close()
    assert await signs_in(she.school, she.phone) == she.me


async def test_a_number_that_its_owner_can_take_back_is_given_to_nobody(she: Grandmother, clock: FixedClock) -> None:
    """Its owner would sign in as a stranger by it, and their objection would leave them without a number."""
    school, kept = she.school, (409, "number-kept")
    first, second = she.phone, f"162{school.org_id:08d}"
    assert (await she.numbered(first)).status_code == 200
    assert await settled(await she.session(), mine=True) == (204, "")
    clock.advance(timedelta(days=8))
    assert (await she.numbered(second)).status_code == 200
    student = f"students/{(await ids(school))['S2']}"
    given = {"name": "赵六", "phone": first, "relation": "other", "contactOrder": 7}
    for tries in (True, False):
        assert slug(await she.send(f"{student}/guardians", given, of=student, dryRun=tries)) == kept
    book = with_grandmother(second)
    book["家长"].append(guardian("S2", first, "赵六", "其他", 联系顺序="7"))
    tried = await school.tried(book)
    assert [(bad["code"], "赵六" in bad["message"]) for bad in tried["badRows"]] == [("number_kept", True)]
    mother = (await ties(school))["李大红"]
    path = f"{student}/guardians/{mother}"
    [tie] = [one for one in (await she.shown(student))["guardians"] if one["guardianId"] == str(mother)]
    edit = {name: tie[name] for name in ("name", "relation", "contactOrder")} | {"phone": first}
    assert slug(await she.send(path, edit, of=student, method="PUT"))[0] == 409
    clock.advance(WEEK)
    assert (await she.send(f"{student}/guardians", given, of=student)).status_code == 200
