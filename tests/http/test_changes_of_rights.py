"""Who loses a part here hears so at once, so that an open page asks again; a dry run tells nobody. The first screen says that it changed."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from api.core.clock import FixedClock
from api.core.config import Config
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.http.ears import Ear, ready_ear, served
from tests.roster.test_barred import ORDER
from tests.world import Person, World


@pytest.fixture
async def address(config: Config, clock: FixedClock) -> AsyncGenerator[str]:
    """A server that hears what others tell."""
    async with served(config, clock) as address:
        yield address


async def bar(world: World, guardian: Person, **params: str) -> httpx.Response:
    """A court keeps ming's guardian from ming."""
    admin = await world.sign_in(world.people.north_admin, assurance=2)
    ming = f"/orgs/{world.north}/roster/students/{world.people.ming.account_id}"
    headers = {"if-match": f'"v{(await admin.get(ming)).json()["version"]}"'}
    done = await admin.post(f"{ming}/guardians/{guardian.account_id}/bar", json=ORDER, headers=headers, params=params)
    assert done.status_code == 200, done.text
    return done


async def end(world: World, colleague: Person) -> None:
    """A colleague leaves the northern school."""
    admin = await world.sign_in(world.people.north_admin, assurance=2)
    path = f"/orgs/{world.north}/roster/staff/{colleague.account_id}"
    headers = {"if-match": f'"v{(await admin.get(path)).json()["version"]}"'}
    done = await admin.post(f"{path}/end", json={"successorId": None}, headers=headers)
    assert done.status_code == 200, done.text


async def mark(services: Services, world: World, ear: Ear, person: Person) -> None:
    """What was told before is heard before this; nothing was."""
    async with system_uow(services, world.north) as uow:
        uow.touch("visits", [person.account_id])
    assert await ear.next() == ("changed", "visits")


async def test_a_barred_guardian_s_open_app_is_told_to_ask_again(
    address: str, services: Services, world: World
) -> None:
    mother = world.people.mother
    async with ready_ear(address, mother.token) as ear:
        await bar(world, mother, dryRun="true")
        await mark(services, world, ear, mother)
        await bar(world, mother)
        assert await ear.next() == ("changed", "inbox")


async def test_a_colleague_who_left_hears_a_last_word(address: str, services: Services, world: World) -> None:
    """Although the organisation is none of theirs any more when the word is said."""
    left = world.people.he
    async with ready_ear(address, left.token) as ear:
        await end(world, left)
        assert await ear.next() == ("changed", "inbox")


async def ties(world: World, person: Person) -> dict[int, Any]:
    """What the first screen says of each organisation."""
    home = (await world.client(person).get("/me/home")).json()
    return {org["orgId"]: org["ties"] for org in home["orgs"]}


async def test_the_first_screen_has_another_word_where_what_somebody_is_changed(world: World) -> None:
    mother, wang = world.people.mother, world.people.wang
    before, of_wang = await ties(world, mother), await ties(world, wang)
    assert await ties(world, mother) == before
    await bar(world, mother)
    now = await ties(world, mother)
    assert now.get(world.north) != before[world.north]
    assert now[world.south] == before[world.south], "she is another child's guardian there, as before"
    assert await ties(world, wang) == of_wang
