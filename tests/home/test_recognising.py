"""The first screen asks who somebody is along with the session, where they were the last time: the guess gives no right."""

from datetime import timedelta

import httpx
import pytest
from litestar import Litestar

from api.core import db
from api.core.db import Reader
from api.http import recognising
from api.http.auth import read_token
from api.http.recognising import OrgHints
from tests.world import Person, World


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read inside organisations, one entry for each round trip."""
    found: list[str] = []
    send = Reader._send  # pyright: ignore[reportPrivateUsage]

    async def counted(self: Reader, query: str, args: tuple[object, ...]) -> object:
        found.append(query)
        return await send(self, query, args)

    monkeypatch.setattr(Reader, "_send", counted)
    return found


async def home(world: World, person: Person) -> dict[int, list[str]]:
    """The organisations of the first screen with the roles there."""
    async with world.client(person) as client:
        answer = await client.get("/me/home")
    assert answer.status_code == 200, answer.text
    return {org["orgId"]: org["roles"] for org in answer.json()["orgs"]}


async def test_each_organisation_is_one_round_trip(world: World, asked: list[str]) -> None:
    people = world.people
    # A centre that serves a child's school is an organisation too, and the school is asked which children these are: nobody is guessed.
    for person, trips in ((people.gao, 1), (people.wang, 1), (people.father, 1), (people.lin, 2), (people.mother, 7)):
        first = await home(world, person)
        asked.clear()
        assert await home(world, person) == first
        assert len(asked) == trips, person.name


async def test_a_guessed_organisation_that_is_foreign_shows_nothing(world: World, pool: db.Pool, app: Litestar) -> None:
    hints: OrgHints = app.state.org_hints
    before = await home(world, world.people.gao)
    token, guess = read_token(world.people.gao.token), [world.south, world.north, 10**12]
    hints.set(token, guess)
    assert await home(world, world.people.gao) == before
    hints.set(token, guess)
    _, known = await recognising.recognise(pool, hints, token, world.now)
    assert set(known) == {world.north}
    hints.set(read_token(world.people.nobody.token), [world.south])
    assert await home(world, world.people.nobody) == {}


async def test_a_person_who_is_guessed_in_a_foreign_organisation_sees_nothing_of_it(
    world: World, app: Litestar
) -> None:
    """The guess says whatever it likes: the database says who asks, and there it is nobody."""
    hints: OrgHints = app.state.org_hints
    before, token = await home(world, world.people.gao), read_token(world.people.gao.token)
    known = hints.get_principal(token, world.north)
    assert known is not None
    for orgs in ([world.south], [world.south, world.north], [world.north, world.south]):
        hints.set(token, orgs)
        hints.set_principal(token, world.south, known)
        assert await home(world, world.people.gao) == before


async def test_where_organisations_may_be_left_out_nobody_is_guessed(
    world: World, app: Litestar, asked: list[str]
) -> None:
    """A hint holds four organisations; there may be a fifth, and the guess would be wrong each time."""
    hints: OrgHints = app.state.org_hints
    before, token = await home(world, world.people.gao), read_token(world.people.gao.token)
    known = hints.get_principal(token, world.north)
    assert known is not None
    hints.set(token, orgs := [world.north, 10**9, 10**9 + 1, 10**9 + 2])
    for org_id in orgs[1:]:
        hints.set_principal(token, org_id, known)
    asked.clear()
    assert await home(world, world.people.gao) == before
    assert len(asked) == 5  # who it is in each of the four, and the screen of the one


async def test_the_diary_is_one_round_trip_as_well(world: World, asked: list[str]) -> None:
    async with world.client(world.people.father) as client:
        first = await client.get("/me/diary")
        asked.clear()
        assert (await client.get("/me/diary")).json() == first.json()
    assert len(asked) == 1


async def test_who_left_or_joined_since_sees_todays_organisations(world: World) -> None:
    lin = world.people.lin
    assert set(await home(world, lin)) == {world.north, world.centre}
    await world.sql(
        world.north,
        "update staff set ended_at = $3 where org_id = $1 and staff_id = $2",
        world.north,
        lin.account_id,
        world.now,
    )
    await world.operate(world.north, "select membership_end($1, 'staff', $2)", [lin.account_id], world.now)
    assert set(await home(world, lin)) == {world.centre}
    await world.sql(
        world.south,
        "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, 'L', 'lin', '{leader}', $3)",
        *(world.south, lin.account_id, world.now),
    )
    await world.operate(world.south, "select membership_put($1, 'staff', $2)", [lin.account_id], world.now)
    settle = "select membership_settle($1, '{leader}', '{}', '{}', $2)"
    await world.operate(world.south, settle, [lin.account_id], world.now)
    assert (await home(world, lin))[world.south] == ["leader", "staff"]


async def test_a_role_that_ended_since_is_gone(world: World) -> None:
    gao = world.people.gao
    assert await home(world, gao) == {world.north: ["leader", "staff"]}
    await world.sql(
        world.north, "update staff set roles = '{}' where org_id = $1 and staff_id = $2", world.north, gao.account_id
    )
    assert await home(world, gao) == {world.north: ["staff"]}


async def test_a_session_that_ended_is_refused_however_well_it_was_known(world: World) -> None:
    mother = world.people.mother
    await home(world, mother)
    other = await world.sign_in(mother, assurance=1)
    async with world.client(mother) as client, other:
        assert (await other.get("/me/home")).status_code == 200
        assert (await other.delete("/me/sessions")).status_code == 200
        assert (await client.get("/me/home")).status_code == 401
        assert (await client.get("/me/diary")).status_code == 401


async def test_an_expired_session_is_refused(world: World, pool: db.Pool) -> None:
    token = read_token(world.people.mother.token)
    hints = OrgHints()
    for _ in range(2):
        await recognising.recognise(pool, hints, token, world.now)
    with pytest.raises(recognising.Unauthenticated):
        await recognising.recognise(pool, hints, token, world.now + timedelta(days=401))
    assert hints.get(token) == ()


async def test_a_client_of_a_centre_is_guessed_as_well(world: World, asked: list[str]) -> None:
    first = await home(world, world.people.lei_father)
    assert first[world.centre] == ["client_guardian"]
    asked.clear()
    assert await home(world, world.people.lei_father) == first
    assert len(asked) == 5  # two for each organisation, and the children that the school knows


def test_a_process_remembers_so_many_sessions_and_organisations(http: httpx.AsyncClient, world: World) -> None:
    hints = OrgHints(most=2)
    mother, father, gao = (read_token(p.token) for p in (world.people.mother, world.people.father, world.people.gao))
    hints.set(mother, range(9))
    hints.set(father, [1])
    assert hints.get(mother) == (0, 1, 2, 3)
    hints.set(gao, [2])
    assert (hints.get(father), hints.get(mother), hints.get(gao)) == ((), (0, 1, 2, 3), (2,))
