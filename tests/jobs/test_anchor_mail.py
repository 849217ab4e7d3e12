"""Check codes of the chains of openings leave the installation every day (0195)."""

import dataclasses
import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from api.core import anchors, audit, db, tasks
from api.core.clock import FixedClock
from api.core.services import Services
from jobs.channels.base import Later
from jobs.kinds import HANDLERS
from schemas.anchors.tasks import AnchorChains
from tests.core.units_of_work import acting
from tests.jobs.city import City
from tests.servers import Database, owner

OPERATOR = "anchors@elsewhere.example"
DAY = timedelta(days=1)


@pytest.fixture
async def city(services: Services, database: Database) -> City:
    """A city whose operator has a mail address for anchors; nothing is left over."""
    conn = await owner(database)
    await conn.execute("delete from tasks")
    await conn.close()
    config = msgspec.structs.replace(services.config, anchors_mail=OPERATOR)
    return City(dataclasses.replace(services, config=config), database)


async def custodian(city: City, org_id: int, *, language: str = "zh-CN") -> tuple[UUID, str]:
    """A custodian with a mail address."""
    person = await city.person(mail=True, language=language)
    conn = await owner(city.database)
    await conn.execute(
        "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, $3, 'x', '{custodian}', now())",
        *(org_id, person.account_id, person.phone),
    )
    await conn.close()
    return person.account_id, person.email


async def day(city: City) -> dict[str, str]:
    """Runs what is due once a day: the body of each mail by its address."""
    city.mail.items.clear()
    async with city.uow(0) as uow:
        await tasks.enqueue(uow, AnchorChains.kind, "daily", AnchorChains(), uow.now)
    await city.work(HANDLERS)
    return {item.address: item.body for item in city.mail.items}


def code_in(body: str) -> str:
    return re.findall(r"\b[0-9a-f]{20}\b", body)[0]


async def open_one(city: City, org_id: int) -> None:
    async with acting(city.services, org_id, uuid4()) as uow:
        await audit.record_access(uow, uuid4(), "counsellor")


async def find(city: City, org_id: int, on: date, code: str) -> int | None:
    async with db.reading(city.services.pool, org_id) as conn:
        return await audit.find_end(conn, org_id, lambda end: anchors.check_code(org_id, on, end) == code)


async def test_custodians_and_operator_can_tell_later_that_the_chain_was_cut(city: City) -> None:
    org_id = await city.org()
    _, address = await custodian(city, org_id)
    await open_one(city, org_id)
    await open_one(city, org_id)
    sent, on = await day(city), city.services.clock.now().date()
    code = code_in(sent[address])
    assert f"{org_id} {on} {code}" in sent[OPERATOR].splitlines()
    assert await find(city, org_id, on, code) == 2
    await open_one(city, org_id)
    assert await find(city, org_id, on, code) == 2
    conn = await owner(city.database)
    await conn.execute("delete from audit_accesses where org_id = $1 and seq >= 2", org_id)
    await conn.close()
    assert await find(city, org_id, on, code) is None


async def test_a_code_tells_nothing_of_openings_and_names_nobody(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    _, address = await custodian(city, org_id)
    _, english = await custodian(city, org_id, language="en")
    before = await day(city)
    clock.advance(DAY)
    quiet = await day(city)
    await open_one(city, org_id)
    clock.advance(DAY)
    after = await day(city)
    assert len({code_in(sent[address]) for sent in (before, quiet, after)}) == 3
    assert {re.sub(r"\b[0-9a-f]{20}\b|\d{4}-\d\d-\d\d", "", sent[address]) for sent in (before, quiet, after)} == {
        "学校，，校验码：\n\n请保留本邮件。它不透露任何查阅内容；以后可以请管理员用它核对查阅记录是否被改动。"
    }
    assert quiet[english].startswith("School, ")
    assert code_in(quiet[english]) == code_in(quiet[address])


async def test_it_goes_once_a_day_to_who_is_custodian_at_that_moment(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    account_id, address = await custodian(city, org_id)
    assert address in await day(city)
    assert await day(city) == {}, "a worker that starts again sends nothing again"
    clock.advance(DAY)
    conn = await owner(city.database)
    await conn.execute("update staff set ended_at = now() where staff_id = $1", account_id)
    await conn.close()
    assert address not in await day(city)


async def test_a_mail_server_that_asks_to_wait_gets_the_same_mail_again(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    _, address = await custodian(city, org_id)
    city.mail.script[address] = [Later("busy")]
    await day(city)
    first = [item for item in city.mail.items if item.address == address]
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    again = [item for item in city.mail.items if item.address == address]
    assert len(again) == 2
    assert {item.dedupe_id for item in again} == {first[0].dedupe_id}
