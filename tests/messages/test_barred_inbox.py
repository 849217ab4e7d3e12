"""Who is barred from a child finds nothing in their inbox of its visits and talks, whatever they were to it and were told before."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest

from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.features import REGISTRY
from api.messages import service
from api.messages.changes.last_days import tell_last_days
from api.messages.changes.service import tell_touched
from api.roster.persons import centres
from jobs.kinds import HANDLERS
from schemas.messages.rows import MessageNew
from schemas.messages.tasks import TellLastDays
from schemas.messages.templates import Params, Template
from schemas.roster.tasks import TellCentres, TellTouched, Touched
from tests.barring import ORDER, bar, order
from tests.counselling.desk import Desk, centre_desk, north_desk, ok, version
from tests.counselling.test_barred_at_centre import add_father, city
from tests.jobs.city import City
from tests.visits.family import DAY, HOUR, THURSDAY, Family
from tests.world import Person, World

__all__ = ["city"]
TEAM = ("wang", "lin")
ABOUT = ("visit", "visit_alert", "booking")
TIMES = {"starts_at": THURSDAY, "wished_at": THURSDAY + HOUR, "team": "wang"}
OWN_DAYS = {
    "leave_uncovered": "a colleague's own leave",
    "leave_covered": "a colleague's own leave",
    "stand_in_named": "a colleague stands in",
    "last_day_set": "the reader's own",
    "own_last_day_near": "the reader's own",
    "factor_reset": "the reader's own",
}
"""Texts with a day or a time that concern who was told and nobody else."""


def _templates(kinds: tuple[str, ...]) -> Iterator[tuple[str, Template]]:
    for name, template in REGISTRY.templates.items():
        if template.about and template.about[0] in kinds:
            yield name, template


def _params(template: Template, about: UUID) -> Params:
    fields = get_type_hints(template.params)
    values: dict[str, Any] = {name: value for name, value in TIMES.items() if name in fields}
    assert template.about
    return template.params(**{template.about[1]: about}, **values)


async def _tell_all(
    services: Services, org_id: int, about: str, kinds: tuple[str, ...], people: tuple[Person, ...]
) -> None:
    """Every text about it, as if each had been told at some time."""
    async with system_uow(services, org_id) as uow:
        for name, template in _templates(kinds):
            new = MessageNew(
                template=name,
                people=frozenset(one.account_id for one in people),
                params=_params(template, UUID(about)),
                key=f"{name}:{about}",
                importance="normal",
                expires_at=services.clock.now() + 7 * DAY,
            )
            await service.tell(uow, new)


async def _inbox(world: World, person: Person) -> list[dict[str, Any]]:
    return (await ok(await world.client(person).get("/me/inbox")))["items"]


async def _about(world: World, person: Person) -> list[str]:
    """Titles of what leads to a visit or a talk."""
    return [item["title"] for item in await _inbox(world, person) if item["about"]]


async def _bar(world: World, person: Person) -> None:
    """The northern school records an order about somebody and Ming."""
    who = world.people
    if person in {who.mother, who.father}:
        await ok(await order(world, who.north_admin, person, who.ming, "bar", ORDER))
    else:
        await bar(world, person, who.ming)


@pytest.mark.parametrize("name", ["mother", "father", *TEAM, "gao"])
async def test_nothing_of_a_visit_stays_with_who_is_barred(world: World, services: Services, name: str) -> None:
    who = world.people
    person: Person = getattr(who, name)
    family = Family(world=world, org_id=world.north, student=who.ming, teacher=who.wang)
    visit = await family.agreed(THURSDAY, who.wang, who.lin)
    await _tell_all(services, world.north, visit, ABOUT[:2], (person, who.mother, who.father))
    assert await _about(world, person), "otherwise nothing is tested"
    await _bar(world, person)
    assert await _about(world, person) == []
    other = who.father if person is who.mother else who.mother
    assert await _about(world, other)


@pytest.mark.parametrize("name", ["mother", "lin"])
async def test_nothing_of_a_talk_stays_with_who_is_barred(world: World, services: Services, name: str) -> None:
    who = world.people
    person: Person = getattr(who, name)
    desk = await north_desk(world)
    talk = (await desk.book(who.mother, who.ming, attends="both"))["bookingId"]
    await _tell_all(services, world.north, talk, ABOUT[2:], (person,))
    assert await _about(world, person)
    await _bar(world, person)
    assert await _about(world, person) == []


async def _order(world: World, person: Person) -> None:
    """The southern school records an order about somebody and Tao."""
    admin = await world.sign_in(world.people.south_admin, assurance=2)
    path = f"/orgs/{world.south}/roster/students/{world.people.tao.account_id}"
    seen = (await ok(await admin.get(path)))["version"]
    await ok(await admin.post(f"{path}/guardians/{person.account_id}/bar", json=ORDER, headers=version(seen)))


async def _told_of_talk(desk: Desk, services: Services, person: Person) -> None:
    who = desk.world.people
    talk = (await desk.book(who.mother, who.tao, attends="both"))["bookingId"]
    await _tell_all(services, desk.org_id, talk, ABOUT[2:], (person,))
    assert await _about(desk.world, person)


async def test_nothing_of_a_talk_at_a_centre_stays_with_its_counsellor_who_is_barred(
    world: World, services: Services, city: City
) -> None:
    desk = await centre_desk(world, world.people.qian)
    await _told_of_talk(desk, services, world.people.qian)
    await add_father(world)
    await _order(world, world.people.qian)
    await city.work(HANDLERS)
    assert await _about(world, world.people.qian) == []


LEFT = """
with ties as (update guardianships set ended_at = $3 where org_id = $1 and student_id = $2 and ended_at is null)
update students set ended_at = $3 where org_id = $1 and student_id = $2
"""
BARRED = "update guardianships set barred = true where org_id = $1 and student_id = $2 and guardian_id = $3"


@pytest.mark.parametrize("left", [False, True])
async def test_nothing_of_a_talk_at_a_centre_stays_with_a_guardian_who_is_barred(
    world: World, services: Services, city: City, *, left: bool
) -> None:
    """Also of a child who left the school before, whose family stays the centre's."""
    who = world.people
    await _told_of_talk(await centre_desk(world, who.qian), services, who.mother)
    link = (await ok(await world.client(who.mother).post("/me/feed"), 201))["https"]
    await city.work(HANDLERS)
    assert "VEVENT" in (await world.http.get(link)).text
    if left:
        await world.sql(world.south, LEFT, world.south, who.tao.account_id, world.now)
    assert await _about(world, who.mother)
    if left:
        await world.sql(world.south, BARRED, world.south, who.tao.account_id, who.mother.account_id)
        payload = TellCentres(student_id=who.tao.account_id, guardian_id=who.mother.account_id)
        await centres.tell_centres(services, world.south, payload)
    else:
        await _order(world, who.mother)
    await city.work(HANDLERS)
    assert await _about(world, who.mother) == []
    assert "VEVENT" not in (await world.http.get(link)).text


def test_a_text_with_a_day_or_a_time_says_whom_it_concerns_or_why_nobody_is_asked() -> None:
    told = {
        name
        for name, template in REGISTRY.templates.items()
        if template.audience is None
        and template.among is None
        and any(
            date in (kind, *get_args(kind)) or datetime in (kind, *get_args(kind))
            for kind in get_type_hints(template.params).values()
        )
    }
    assert told == OWN_DAYS.keys()


LEAVES = """
insert into planned_ends (org_id, end_id, student_id, last_day, ends_at, recorded_by, updated_at)
values ($1, gen_random_uuid(), $2, $3, $4, $5, $6)
"""


async def test_a_childs_last_day_leaves_the_inbox_of_who_is_barred(world: World, services: Services) -> None:
    who = world.people
    now = services.clock.now()
    row = (world.north, who.ming.account_id, (now + 10 * DAY).date(), now + 10 * DAY, who.north_admin.account_id, now)
    await world.sql(world.north, LEAVES, *row)
    async with system_uow(services, world.north) as uow:
        await tell_last_days(uow, TellLastDays())
        task = TellTouched(
            change_id=who.ming.account_id,
            by=who.north_admin.account_id,
            touched=(Touched(what="leaving", person_id=who.ming.account_id),),
        )
        await tell_touched(uow, task)
    titles = {"A last day at school is near", "The school recorded a last day"}
    for one in (who.mother, who.father):
        assert titles <= {item["title"] for item in await _inbox(world, one)}
    await _bar(world, who.father)
    assert not titles & {item["title"] for item in await _inbox(world, who.father)}
    assert titles <= {item["title"] for item in await _inbox(world, who.mother)}


async def test_a_colleague_who_was_told_of_appointments_hears_that_some_are_gone(
    world: World, services: Services, city: City
) -> None:
    """So that nobody goes to a home which is not theirs to visit any more, and without the time or the reason."""
    who = world.people
    family = Family(world=world, org_id=world.north, student=who.ming, teacher=who.wang)
    await family.agreed(THURSDAY, who.wang, who.lin)
    await city.work(HANDLERS)
    for one in (who.lin, who.gao):
        await bar(world, one, who.ming)
    await city.work(HANDLERS)
    assert [item["title"] for item in await _inbox(world, who.lin)] == ["Your diary has changed"]
    assert await _inbox(world, who.gao) == [], "who had none is told nothing"
