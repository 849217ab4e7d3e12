"""Every operation as a colleague whom a court's order bars from a child: what is about the child is not there, and no list names it.

Each of them has every role of a colleague, besides what they were to the child: class teacher, counsellor, on the visiting team,
custodian, administrator.
"""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar

from api.core.clock import FixedClock
from api.core.services import Services
from tests.barring import bar
from tests.counselling.desk import version
from tests.test_authorization import body, routes
from tests.variants import Variant, all_variants
from tests.world import Person, World

PLACES = (
    *(
        "student_id",
        "booking_id",
        "visit_id",
        "availability_id",
        "agreement_id",
        "follow_up_id",
        "record_id",
        "contact_id",
    ),
    *("member_id", "observation_id", "step_id"),
)
"""Places of an address that are, or are about, the child."""
BY_BODY = {"addBooking", "addVisit", "addContact", "appointCommitteeMember"}
"""Their body names the child."""
EXCEPT = {
    "getNextSchoolYear": "the school's whole list, names and classes alone, which an administrator carries into the new year",
}
"""Operations that name the child to who is barred, or take something about it, and why."""
ROLES = ["counsellor", "custodian", "grade_lead", "leader", "school_admin"]


@pytest.mark.parametrize("name", ["wang", "lin", "gao", "he", "north_admin"])
async def test_who_is_barred_finds_nothing_about_the_child(
    world: World, clock: FixedClock, services: Services, app: Litestar, name: str
) -> None:
    [v, *_] = await all_variants(world, clock, services)
    person: Person = getattr(world.people, name)
    about = "update observations set student_id = $3 where org_id = $1 and observation_id = $2::uuid"
    await world.operate(world.north, about, world.north, v.watch.observation_id, v.student.account_id)
    every = "update staff set roles = $3 where org_id = $1 and staff_id = $2"
    await world.sql(world.north, every, world.north, person.account_id, ROLES)
    before = await _named(world, app, person, v)
    assert len(before) > 5, "otherwise the walk finds nothing"
    await bar(world, person, v.student)
    open_to_them = [line async for line in _opened(world, app, person, v)]
    named = await _named(world, app, person, v)
    assert (open_to_them, sorted(set(named) - set(EXCEPT))) == ([], [])


async def _opened(world: World, app: Litestar, person: Person, v: Variant) -> AsyncIterator[tuple[str, int]]:
    """Operations about the child that are not refused."""
    client = await world.sign_in(person, assurance=2)
    for method, path, _, operation in routes(app):
        about = operation in BY_BODY or any(f"{{{place}}}" in path for place in PLACES)
        if not about or "{org_id" not in path or operation in EXCEPT:
            continue
        content = None if method == "GET" else body(operation, v)
        answer = await client.request(method, _address(path, v), json=content, headers=version(1))
        if answer.status_code not in {403, 404}:
            yield operation, answer.status_code


async def _named(world: World, app: Litestar, person: Person, v: Variant) -> list[str]:
    """Reads whose answer names the child."""
    client, found = await world.sign_in(person, assurance=2), list[str]()
    for method, path, _, operation in routes(app):
        address = _address(path, v)
        if method != "GET" or "{" in address:
            continue
        text = (await client.get(address)).text
        if str(v.student.account_id) in text or f'"{v.student.name}"' in text:
            found.append(operation)
    return found


def _address(path: str, v: Variant) -> str:
    address = path.removeprefix("/api/v1")
    for place, value in v.params().items():
        address = address.replace(f"{{{place}}}", value)
    return address
