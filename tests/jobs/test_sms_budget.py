"""A month's SMS budget while messages leave: what it stops, what it never stops, and that each SMS is counted once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from api.core.clock import FixedClock
from api.core.db import uuid7
from api.messages import service
from api.messages.broadcasts import service as broadcasts
from api.messages.budgets import service as budgets
from jobs.channels.base import Refused
from jobs.kinds import HANDLERS
from schemas.messages.audiences import Audience
from schemas.messages.broadcasts import BroadcastNew, Page
from schemas.messages.rows import DeliveryAttempt, Outcome
from schemas.messages.tasks import TellChunk
from schemas.messages.templates import NoParams
from tests.jobs.city import City, Person
from tests.jobs.told import DAY, states, tell

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
HAS = frozenset({"sms", "mail", "fcm"})


@pytest.fixture
def gateway(city: City) -> City:
    """The city with a gateway of SMS, so that what a broadcast costs is known beforehand."""
    config = msgspec.structs.replace(city.services.config, sms_url="https://sms.example.cn", smtp_url="smtp://x")
    city.services = replace(city.services, config=config)
    return city


async def budget(city: City, org_id: int, parts: int) -> None:
    await city.rows(
        "insert into sms_budgets (org_id, parts, set_by, set_at) values ($1, $2, $3, now())"
        " on conflict (org_id, channel) do update set parts = excluded.parts returning 1",
        *(org_id, parts, uuid7()),
    )


async def spent(city: City, org_id: int) -> dict[tuple[date, str], int]:
    rows = await city.rows("select month, kind, parts from sms_spent where org_id = $1 and channel = 'sms'", org_id)
    return {(r["month"], r["kind"]): r["parts"] for r in rows}


async def left(city: City, org_id: int) -> int | None:
    async with city.uow(org_id) as uow:
        return await budgets.left(uow)


async def test_each_sms_is_counted_by_its_parts_and_what_no_channel_took_is_not(city: City, clock: FixedClock) -> None:
    org_id, one, other = await city.org(), await city.person(), await city.person()
    await budget(city, org_id, 10)
    city.sms.script[f"+86{other.phone}"] = [Refused("no")]
    await tell(city, org_id, [one, other])
    await city.work(HANDLERS)
    assert await spent(city, org_id) == {(NOVEMBER, "other"): 1}
    assert await left(city, org_id) == 10, "not today"
    clock.advance(DAY)
    assert await left(city, org_id) == 0, "in tens, from tomorrow on"


async def test_single_messages_take_another_way_when_the_budget_does_not_do(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    first, mail, alone = await city.person(), await city.person(mail=True), await city.person()
    await budget(city, org_id, 1)
    await tell(city, org_id, [first], key="a")
    await city.work(HANDLERS)
    clock.advance(DAY)
    message_id = await tell(city, org_id, [mail], key="b")
    await tell(city, org_id, [alone], key="c")
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"mail": "sent"}
    assert [i.address for i in city.sms.items] == [f"+86{first.phone}", f"+86{alone.phone}"], "nobody is lost"
    assert await left(city, org_id) == -9


async def test_today_one_single_message_is_never_stopped_by_another(city: City) -> None:
    org_id = await city.org()
    people = [await city.person(mail=True) for _ in range(3)]
    await budget(city, org_id, 1)
    for n, person in enumerate(people):
        await tell(city, org_id, [person], key=f"k{n}")
    await city.work(HANDLERS)
    assert (len(city.sms.items), len(city.mail.items)) == (3, 0), "its person would learn of the other"


async def test_what_left_on_each_day_before_shows(city: City, clock: FixedClock) -> None:
    org_id = await city.org()
    people = [await city.person() for _ in range(12)]
    await budget(city, org_id, 100)
    await tell(city, org_id, people[:9], key="a")
    await city.work(HANDLERS)
    clock.advance(DAY)
    await tell(city, org_id, people[9:11], key="b")
    await city.work(HANDLERS)
    await tell(city, org_id, people[11:], key="c")
    await city.work(HANDLERS)
    assert await left(city, org_id) == 90, "the first day's"
    clock.advance(DAY)
    assert await left(city, org_id) == 80, "and the second's"


async def test_what_is_urgent_never_stops_and_is_counted(city: City) -> None:
    org_id, person = await city.org(), await city.person(mail=True)
    await budget(city, org_id, 0)
    message_id = await tell(city, org_id, [person], importance="high")
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"sms": "sent"}
    assert await spent(city, org_id) == {(NOVEMBER, "other"): 1}


async def test_the_month_turns_by_the_clock_of_the_school(city: City, clock: FixedClock) -> None:
    org_id, person, other = await city.org(), await city.person(mail=True), await city.person(mail=True)
    await budget(city, org_id, 1)
    clock.advance(datetime(2026, 11, 30, 15, 59, tzinfo=UTC) - clock.now())  # 23:59 in Shanghai
    await tell(city, org_id, [person], key="a")
    await city.work(HANDLERS)
    clock.advance(timedelta(minutes=1))
    assert await left(city, org_id) == 1
    await tell(city, org_id, [other], key="b")
    await city.work(HANDLERS)
    assert await spent(city, org_id) == {(NOVEMBER, "other"): 1, (DECEMBER, "other"): 1}


async def claim(city: City, org_id: int, message_id: Any) -> service.Round:
    async with city.uow(org_id) as uow:
        return await service.claim_due(uow, [message_id], HAS)  # pyright: ignore[reportArgumentType]


async def test_what_a_worker_died_at_is_counted_once(city: City) -> None:
    org_id, person = await city.org(), await city.person(mail=True)
    await budget(city, org_id, 1)
    message_id = await tell(city, org_id, [person], key="a")
    await claim(city, org_id, message_id)  # and dies
    await budget(city, org_id, 0)
    await city.work(HANDLERS)
    assert [i.address for i in city.sms.items] == [f"+86{person.phone}"], "the next worker sends it: it may have left"
    assert await spent(city, org_id) == {(NOVEMBER, "other"): 1}


async def test_two_workers_that_sent_the_same_sms_count_it_once(city: City) -> None:
    org_id, person = await city.org(), await city.person()
    await budget(city, org_id, 5)
    message_id = await tell(city, org_id, [person])
    slow, quick = await claim(city, org_id, message_id), await claim(city, org_id, message_id)
    for found in (slow, quick, quick):
        outcomes = [service_outcome(attempt) for attempt in found.attempts]
        async with city.uow(org_id) as uow:
            await service.record(uow, outcomes)
    assert await spent(city, org_id) == {(NOVEMBER, "other"): 1}


def service_outcome(attempt: DeliveryAttempt) -> Outcome:
    return Outcome(attempt=attempt, state="sent", provider_id=None, error=None, retry_at=None, gone=[])


async def crowd(city: City, org_id: int, *people: Person) -> None:
    """Makes people staff of an organisation."""
    for person in people:
        await city.rows(
            "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, right($2::uuid::text, 12), 'n', '{}', now()) returning 1",
            *(org_id, person.account_id),
        )


async def cast(city: City, org_id: int, key: str = "b", **more: Any) -> Any:
    """Tells everybody who works there."""
    async with city.uow(org_id) as uow:
        given: dict[str, Any] = {
            "broadcast_id": uuid7(),
            "key": key,
            "template": "something_waits",
            "params": NoParams(),
            "importance": "normal",
            "audience": Audience(groups=("school",), parts=("staff",)),
            "expires_at": uow.now + DAY,
        }
        new = BroadcastNew(**{**given, **more})
        await broadcasts.tell(uow, new)
    return new.broadcast_id


async def test_a_broadcast_goes_by_sms_to_all_or_to_nobody(gateway: City) -> None:
    city = gateway
    org_id = await city.org()
    people = [await city.person(), await city.person(), await city.person(mail=True)]
    await crowd(city, org_id, *people)
    await budget(city, org_id, 2)
    await cast(city, org_id)
    await city.work(HANDLERS)
    assert city.sms.items == [], "three SMS do not fit"
    assert [i.address for i in city.mail.items] == [people[2].email]
    assert await left(city, org_id) == 2
    await budget(city, org_id, 3)
    await cast(city, org_id, "c")
    assert await left(city, org_id) == 0, "held back before they leave"
    await city.work(HANDLERS)
    assert (len(city.sms.items), await left(city, org_id)) == (3, 0)
    assert await spent(city, org_id) == {(NOVEMBER, "notice"): 3}


async def test_those_whom_only_sms_reaches_have_one_where_that_was_decided(gateway: City) -> None:
    city = gateway
    org_id, alone, mail = await city.org(), await city.person(), await city.person(mail=True)
    await crowd(city, org_id, alone, mail)
    await budget(city, org_id, 1)
    await cast(city, org_id, sms_alone=True)
    await city.work(HANDLERS)
    assert [i.address for i in city.sms.items] == [f"+86{alone.phone}"]
    assert [i.address for i in city.mail.items] == [mail.email]


async def test_an_urgent_broadcast_goes_beyond_the_budget(gateway: City) -> None:
    city = gateway
    org_id, person = await city.org(), await city.person()
    await crowd(city, org_id, person)
    await budget(city, org_id, 0)
    await cast(city, org_id, importance="high")
    await city.work(HANDLERS)
    assert len(city.sms.items) == 1
    assert await spent(city, org_id) == {(NOVEMBER, "urgent"): 1}


async def test_a_broadcast_whose_page_is_sent_twice_is_counted_once(gateway: City) -> None:
    city = gateway
    org_id, person = await city.org(), await city.person()
    await crowd(city, org_id, person)
    await budget(city, org_id, 5)
    task = TellChunk(broadcast_id=await cast(city, org_id), chunk=0)
    pages: list[Page | None] = []
    for _ in range(2):  # the first worker stalls, the second takes over
        async with city.uow(org_id) as uow:
            pages.append(await broadcasts.claim(uow, task, HAS))  # pyright: ignore[reportArgumentType]
    for page in pages:
        assert page
        async with city.uow(org_id) as uow:
            await broadcasts.record(uow, page, [service_outcome(a) for a in page.attempts])
    assert await spent(city, org_id) == {(NOVEMBER, "notice"): 1}
    assert await left(city, org_id) == 4


async def test_a_recalled_broadcast_gives_back_what_was_held(gateway: City, clock: FixedClock) -> None:
    city = gateway
    org_id, person = await city.org(), await city.person()
    await crowd(city, org_id, person)
    await budget(city, org_id, 5)
    broadcast_id = await cast(city, org_id)
    assert await left(city, org_id) == 4
    async with city.uow(org_id) as uow:
        await broadcasts.recall(uow, broadcast_id)
    assert await left(city, org_id) == 5
    await cast(city, org_id, "c")
    clock.advance(timedelta(days=1, minutes=1))
    assert await left(city, org_id) == 5, "after a day nothing is held for what never left"


async def test_without_a_budget_nothing_is_asked_and_all_is_counted(city: City) -> None:
    org_id, person = await city.org(), await city.person()
    await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert (await spent(city, org_id), await left(city, org_id)) == ({(NOVEMBER, "other"): 1}, None)


async def test_a_default_limits_who_set_no_budget(city: City, clock: FixedClock) -> None:
    config = msgspec.structs.replace(city.services.config, sms_budget=1)
    city.services = replace(city.services, config=config)
    org_id, first, mail = await city.org(), await city.person(), await city.person(mail=True)
    await tell(city, org_id, [first], key="a")
    await city.work(HANDLERS)
    clock.advance(DAY)
    await tell(city, org_id, [mail], key="b")
    await city.work(HANDLERS)
    assert (len(city.sms.items), len(city.mail.items)) == (1, 1)
