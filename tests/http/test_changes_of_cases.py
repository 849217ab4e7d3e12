"""What open apps hear of concerns: what a colleague did, by the word of all messages, and of a filing nothing."""

from collections.abc import AsyncGenerator

import pytest

from api.core.clock import FixedClock
from api.core.config import Config
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.http.ears import Ear, ready_ear, served
from tests.observations.desk import Desk, ok
from tests.world import Person, World


@pytest.fixture
async def address(config: Config, clock: FixedClock) -> AsyncGenerator[str]:
    """A server that hears what others tell."""
    async with served(config, clock) as address:
        yield address


@pytest.fixture
async def desk(world: World) -> Desk:
    """Ming serves for class A."""
    made = Desk(world)
    await made.serve(world.people.wang, world.people.ming, world.people.mother)
    return made


async def mark(services: Services, desk: Desk, ear: Ear, *people: Person) -> None:
    """What was told before is heard before this; nothing was."""
    async with system_uow(services, desk.org_id) as uow:
        uow.touch("visits", [person.account_id for person in people])
    assert await ear.next() == ("changed", "visits")


async def test_owners_hear_what_a_colleague_did_and_nobody_else(address: str, services: Services, desk: Desk) -> None:
    who = desk.world.people
    case = await desk.filed(who.ming, studentId=str(who.hong.account_id), urgent=True)
    async with (
        ready_ear(address, who.gao.token) as leader,
        ready_ear(address, who.wang.token) as teacher,
        ready_ear(address, who.ming.token) as observer,
    ):
        await ok(await desk.post(who.wang, case, "take-up"))
        assert await leader.next() == ("changed", "inbox"), "the word says nothing of a case"
        await mark(services, desk, teacher, who.wang)
        await mark(services, desk, observer, who.ming)
        await ok(await desk.post(who.gao, case, "follow-ups", 2, text="谈了", familyTold=False))
        assert await teacher.next() == ("changed", "inbox")
        await mark(services, desk, leader, who.gao)


async def test_who_is_named_in_it_hears_nothing(address: str, services: Services, desk: Desk) -> None:
    who = desk.world.people
    case = await desk.filed(who.ming, aboutStaffId=str(who.gao.account_id), urgent=True)
    async with ready_ear(address, who.gao.token) as named:
        await ok(await desk.post(who.wang, case, "take-up"))
        await mark(services, desk, named, who.gao)


async def test_a_filing_tells_nobody_before_the_full_hour(address: str, services: Services, desk: Desk) -> None:
    who = desk.world.people
    async with ready_ear(address, who.wang.token) as owner, ready_ear(address, who.ming.token) as observer:
        await ok(await desk.file(who.ming, studentId=str(who.hong.account_id), waits=True), 201)
        await mark(services, desk, owner, who.wang)
        await mark(services, desk, observer, who.ming)
