"""The demo's sample of school life: there at the first start, not doubled by the next, and nothing the worker stumbles over."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest

from api.cli.demo import liven
from api.core import db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.db import value
from api.core.services import Services, open_services
from api.core.unit_of_work import system_uow
from api.counselling.demo import open_place
from api.features import REGISTRY
from api.figures import service as figures
from api.roster.demo import city as people
from api.roster.demo.cast import Cast, acting, find_cast
from api.roster.demo.city import BUREAU, MIDDLE
from api.roster.demo.load import load_demo
from jobs.kinds import HANDLERS
from tests.conftest import NOON
from tests.jobs.city import City
from tests.servers import Database


@pytest.fixture(scope="module")
async def demo(config: Config, database: Database) -> AsyncGenerator[Services]:
    """The demo as its first start leaves it; loaded once, for all tests of this module."""
    services = await open_services(config, REGISTRY, FixedClock(NOON), pool_size=20)
    for org_id in await load_demo(services, database.owner_url):
        async with system_uow(services, org_id) as uow:
            await open_place(uow)
    await liven(services)
    yield services
    await services.close()


COUNTS = {
    "visits recorded": "select count(*) from visits where state = 'recorded'",
    "visits proposed": "select count(*) from visits where state = 'proposed'",
    "visits": "select count(*) from visits",
    "offers": "select count(*) from visit_availability",
    "follow-ups": "select count(*) from visit_follow_ups",
    "contacts": "select count(*) from contacts",
    "notices": "select count(*) from notices where state = 'sent'",
    "opened": "select count(*) from notice_recipients where opened_at is not null",
    "acknowledged": "select count(*) from notice_receipts where acknowledged_at is not null",
    "signed": "select count(*) from notice_signatures",
    "members": "select count(*) from committee_members where state = 'serving'",
    "observations": "select count(*) from observations where state = 'received' and not urgent",
    "bookings": "select count(*) from bookings where state = 'confirmed'",
    "tasks": "select count(*) from tasks",
    "audit": "select count(*) from audit_changes",
    "records": "select count(*) from vault_records",
}


async def counted(services: Services) -> dict[str, int]:
    async with system_uow(services, MIDDLE) as uow:
        return {name: await uow.conn.fetchval(statement) for name, statement in COUNTS.items()}


async def cast_of(services: Services) -> Cast:
    async with system_uow(services, MIDDLE) as uow:
        cast = await find_cast(uow)
    assert cast is not None
    return cast


async def test_a_second_start_adds_nothing(demo: Services) -> None:
    first = await counted(demo)
    wanted = {
        "visits recorded": 5,
        "visits proposed": 1,
        "visits": 7,
        "offers": 16,  # one before the visit, and the families that answered the campaign
        "follow-ups": 5,
        "contacts": 4,
        "notices": 3,
        "opened": 45,
        "acknowledged": 15,
        "signed": 6,
        "members": 1,
        "observations": 1,
        "bookings": 3,
    }
    assert {k: first[k] for k in wanted} == wanted
    assert isinstance(demo.clock, FixedClock)
    demo.clock.advance(timedelta(minutes=5))
    await liven(demo)
    assert await counted(demo) == first
    async with system_uow(demo, MIDDLE) as uow:  # a user of the demo has ended everything, which is allowed
        await uow.conn.execute("update committee_members set state = 'ended'")
        await uow.conn.execute("update bookings set state = 'cancelled'")
    await liven(demo)
    assert await counted(demo) == {**first, "members": 0, "bookings": 0}


async def test_each_piece_is_of_the_people_of_the_table(demo: Services) -> None:
    cast, ask = await cast_of(demo), _ask(demo)
    teacher = await account_of(demo, people.TEACHER_MIDDLE)
    mother = await account_of(demo, people.MOTHER)
    assert (cast.teacher_id, cast.ours.guardian_id) == (teacher, mother)
    ours = cast.ours.student_id
    assert await ask("select student_id from visits where state = 'proposed' and starts_at > $1", NOON) == [ours]
    assert await ask("select distinct student_id from visit_availability where guardian_id = $1", mother) == [ours]
    assert await ask("select student_id from committee_members where answered_by = $1", mother) == [ours]
    assert await ask("select student_id from bookings where booked_by = $1 and starts_at > $2", mother, NOON) == [ours]
    assert await ask("select count(distinct counsellor_id) from bookings") == [1]
    unread = "select count(*) from notices n where not exists (select from notice_recipients r where r.org_id = n.org_id and r.account_id = $1 and r.notice_id = n.notice_id)"
    assert await ask(unread, mother) == [3]
    assert await ask("select count(*) from visits where state = 'recorded' and ends_at < $1", NOON) == [5]
    by_themselves = (
        "select count(*) from audit_changes where account_id = $1 and action in ('visit_propose', 'visit_record')"
    )
    assert await ask(by_themselves, teacher) == [12]


async def account_of(services: Services, person: people.Person) -> Any:
    """Whose phone number it is."""
    async with db.reading(services.door, db.PLATFORM) as conn:
        return await value(conn, "select account_id from login_find($1)", phone(services, person))


def phone(services: Services, person: people.Person) -> bytes:
    return services.sealer.phone(person.phone)


def _ask(services: Services) -> Any:
    async def ask(statement: str, *args: Any) -> list[Any]:
        async with system_uow(services, MIDDLE) as uow:
            return [row[0] for row in await uow.conn.fetch(statement, *args)]

    return ask


async def test_the_worker_makes_messages_and_figures_of_it(demo: Services, database: Database) -> None:
    city = City(demo, database)
    await city.work(HANDLERS, 60)
    assert await _ask(demo)("select kind from tasks where state = 'failed' or failures > 0") == []
    mother = f"+86{people.MOTHER.phone}"
    assert {item.title for item in city.sms.items if item.address == mother}
    async with system_uow(demo, BUREAU) as uow:
        officer = await account_of(demo, people.OFFICER)
        async with acting(uow, officer, uow.now) as own:
            seen = await figures.get_figures(own)
    middle = seen.schools[0]
    # One of the five visits was by video, to a student who is owed one at home.
    assert (len(seen.schools), middle.school_id, middle.visited, middle.notices_sent) == (2, MIDDLE, 4, 3)
    assert (middle.contacted, middle.bookings.all, middle.observations) == (
        7,
        None,
        None,
    )  # 4 contacts, 5 visits, 2 students in both


async def test_a_demo_with_other_people_is_left_alone(demo: Services) -> None:
    gone = "update guardianships set ended_at = $1 where guardian_id = $2"
    cast = await cast_of(demo)
    async with system_uow(demo, MIDDLE) as uow:
        await uow.conn.execute(gone, NOON, cast.ours.guardian_id)
    async with system_uow(demo, MIDDLE) as uow:
        assert await find_cast(uow) is None
    before = await counted(demo)
    await liven(demo)
    assert await counted(demo) == before
