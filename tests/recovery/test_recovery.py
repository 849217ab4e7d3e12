"""A colleague who lost every second factor: two adults stand behind a reset, and nobody becomes somebody else by it."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from api.core import db
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from api.core.services import Services
from jobs.kinds import HANDLERS
from tests.accounts.test_recovery_staff import by_both
from tests.accounts.test_signin import by_phone, enrolled, sealer
from tests.barring import bar
from tests.counselling.desk import ok, slug
from tests.jobs.city import City
from tests.servers import Database
from tests.world import Person, World

__all__ = ["sealer"]
DAY = timedelta(days=1)
NEXT = {"password": "the ferry leaves at dusk 41"}


@pytest.fixture
async def lost(world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock) -> Person:
    """Mr He, custodian of the northern school, who has both and loses them. Everybody else works there for a week."""
    await enrolled(world, http, sealer, world.people.he, clock)
    clock.advance(7 * DAY)
    return world.people.he


async def sms(
    world: World, http: httpx.AsyncClient, sealer: Sealer, person: Person, clock: FixedClock
) -> httpx.AsyncClient:
    """A new session of somebody who reads the person's SMS."""
    key = sealer.phone(person.phone)
    put = "select login_code_put($1, $2, $3)"
    await world.operate(db.PLATFORM, put, key, sealer.code(key, "135790"), clock.now() + timedelta(minutes=5))
    return world.client(person, token=(await ok(await by_phone(http, person.phone, "135790"), 201))["token"])


async def ask(world: World, by: Person, whom: Person, org_id: int | None = None) -> httpx.Response:
    path = f"/orgs/{org_id or world.north}/staff/{whom.account_id}/factor-reset"
    return await world.client(by).post(path)


async def confirm(world: World, by: Person, whom: Person) -> httpx.Response:
    return await world.client(by).post(f"/orgs/{world.north}/staff/{whom.account_id}/factor-reset/confirm")


async def reset(world: World, whom: Person) -> None:
    await ok(await ask(world, world.people.north_admin, whom), 204)
    await ok(await confirm(world, world.people.gao, whom), 204)


async def test_two_adults_and_three_days_let_a_colleague_start_once_more(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock, lost: Person
) -> None:
    who = world.people
    assert slug(await (await sms(world, http, sealer, lost, clock)).put("/me/password", json=NEXT)) == (
        403,
        "proof-needed",
    )
    await ok(await ask(world, who.north_admin, lost), 204)
    path = f"/orgs/{world.north}/factor-resets"
    [waits] = await ok(await world.client(who.gao).get(path))
    assert (waits["staffName"], waits["askedBy"], waits["own"]) == ("he", "north_admin", False)
    assert slug(await confirm(world, who.north_admin, lost)) == (409, "reset-second-other")
    thief = await sms(world, http, sealer, lost, clock)
    await ok(await confirm(world, who.gao, lost), 204)
    assert (await thief.get("/me")).status_code == 401, "sessions of before end"
    assert slug(await confirm(world, who.gao, lost)) == (409, "no-reset-waits")
    early = await sms(world, http, sealer, lost, clock)
    assert slug(await early.put("/me/password", json=NEXT)) == (403, "proof-needed"), "not before three days are over"
    clock.advance(3 * DAY)
    assert slug(await early.put("/me/password", json=NEXT)) == (403, "fresh-session-needed")
    late = await sms(world, http, sealer, lost, clock)
    await ok(await late.put("/me/password", json=NEXT), 204)
    [seen] = await ok(await late.get("/me/factor-resets"))
    assert (seen["firstName"], seen["secondName"], seen["outcome"]) == ("north_admin", "gao", "used")
    profile = await ok(await late.get("/me"))
    assert (profile["hasPassword"], profile["hasTotp"]) == (True, False)


async def test_the_old_factor_works_until_then_and_refuses(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    person = world.people.he
    totp = await enrolled(world, http, sealer, person, clock)
    clock.advance(7 * DAY)
    await reset(world, person)
    owner = world.client(person, token=(await ok(await by_both(world, http, person, totp, clock), 201))["token"])
    [open_one] = await ok(await owner.get("/me/factor-resets"))
    assert open_one["outcome"] is None
    refuse = f"/me/factor-resets/{open_one['resetId']}/refuse"
    assert slug(await world.client(world.people.gao).post(refuse)) == (404, "not-found")
    await ok(await owner.post(refuse), 204)
    clock.advance(3 * DAY)
    thief = await sms(world, http, sealer, person, clock)
    assert slug(await thief.put("/me/password", json=NEXT)) == (403, "proof-needed")
    assert (await by_both(world, http, person, totp, clock)).status_code == 201


async def test_who_may_not_help(world: World, lost: Person) -> None:
    who = world.people
    assert slug(await ask(world, who.gao, lost)) == (403, "forbidden"), "a leader does not ask"
    assert slug(await ask(world, who.north_admin, who.north_admin)) == (409, "reset-own")
    assert slug(await ask(world, who.north_admin, who.wang)) == (409, "nothing-lost")
    assert slug(await ask(world, who.north_admin, who.lin)) == (409, "reset-elsewhere"), "of the centre, too"
    assert slug(await ask(world, who.north_admin, who.sun)) == (404, "not-found")
    assert slug(await ask(world, who.north_admin, who.former_teacher)) == (404, "not-found")
    assert slug(await confirm(world, who.gao, lost)) == (409, "no-reset-waits")


async def test_who_is_barred_from_a_child_opens_no_way_in_of_who_reads_about_it(world: World, lost: Person) -> None:
    who = world.people
    await ok(await ask(world, who.north_admin, lost), 204)
    for one in (who.gao, who.north_admin):
        await bar(world, one, who.ming)
    assert slug(await ask(world, who.north_admin, lost)) == (404, "not-found")
    assert slug(await confirm(world, who.gao, lost)) == (404, "not-found")


@pytest.mark.parametrize("who_left", ["north_admin", "gao", "he"])
async def test_who_left_meanwhile_spoils_it(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock, lost: Person, who_left: str
) -> None:
    await reset(world, lost)
    clock.advance(3 * DAY)
    session = await sms(world, http, sealer, lost, clock)
    gone = getattr(world.people, who_left).account_id
    await world.operate(world.north, "select membership_end($1, 'staff', $2)", [gone], clock.now())
    refused = slug(await session.put("/me/password", json=NEXT))
    assert refused == ((403, "staff-only") if who_left == "he" else (403, "proof-needed"))


@pytest.mark.parametrize("ends", ["ended_at = updated_at", "roles = '{}'"])
async def test_an_administrator_who_asked_and_left_or_is_none_now_asks_nothing(
    world: World, lost: Person, ends: str
) -> None:
    who = world.people
    await ok(await ask(world, who.north_admin, lost), 204)
    gone = f"update staff set {ends} where staff_id = $1"  # a constant of this test
    await world.sql(world.north, gone, who.north_admin.account_id)
    assert await ok(await world.client(who.gao).get(f"/orgs/{world.north}/factor-resets")) == []
    assert slug(await confirm(world, who.gao, lost)) == (409, "no-reset-waits")


async def test_a_moved_number_spoils_it(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock, lost: Person
) -> None:
    """Otherwise an administrator gives the person a number of their own, and finds one more to confirm."""
    await reset(world, lost)
    moved = "update accounts set login_moved_at = $2 where account_id = $1"
    await world.operate(db.PLATFORM, moved, lost.account_id, clock.now() - 6 * DAY)
    clock.advance(3 * DAY)
    session = await sms(world, http, sealer, lost, clock)
    assert slug(await session.put("/me/password", json=NEXT)) == (403, "proof-needed")


async def test_two_accounts_of_one_person_are_no_two_adults(world: World, clock: FixedClock, lost: Person) -> None:
    """Who asks and who confirms are both here for a week, and neither by the other's word."""
    who = world.people
    asker, second = who.north_admin.account_id, who.gao.account_id
    await ok(await ask(world, who.north_admin, lost), 204)
    named = "update memberships set administrator_line = $2 where account_id = $1 and kind = 'staff'"
    since = "update memberships set since = $2 where account_id = $1 and kind = 'staff'"
    cases: tuple[tuple[str, UUID, object, object], ...] = (
        (named, second, [asker], ()),
        (named, asker, [second], ()),
        (since, asker, clock.now(), world.now),
    )
    for sql, person, now, before in cases:
        await world.operate(world.north, sql, person, now)
        assert slug(await confirm(world, who.gao, lost)) == (409, "reset-second-related")
        await world.operate(world.north, sql, person, before)
    await ok(await confirm(world, who.gao, lost), 204)


async def test_a_new_colleague_is_no_second_adult(
    world: World, http: httpx.AsyncClient, sealer: Sealer, clock: FixedClock
) -> None:
    await enrolled(world, http, sealer, world.people.he, clock)
    await ok(await ask(world, world.people.north_admin, world.people.he), 204)
    assert slug(await confirm(world, world.people.gao, world.people.he)) == (409, "reset-second-new")
    clock.advance(7 * DAY)
    assert slug(await confirm(world, world.people.gao, world.people.he)) == (409, "no-reset-waits"), "it ran out"


async def test_the_person_is_told(
    world: World,
    http: httpx.AsyncClient,
    sealer: Sealer,
    services: Services,
    database: Database,
    clock: FixedClock,
    lost: Person,
) -> None:
    await reset(world, lost)
    await City(services, database).work(HANDLERS)
    session = await sms(world, http, sealer, lost, clock)
    inbox = await ok(await session.get("/me/inbox"))
    assert [item["title"] for item in inbox["items"]] == ["Your second factor is being reset"]
