"""Budgets of channels other than SMS while messages leave: the next channel is used, nobody is lost, and each channel counts its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.core.clock import FixedClock
from api.core.db import uuid7
from api.messages.broadcasts import service as broadcasts
from api.messages.budgets import service as budgets
from jobs.channels.base import Refused
from jobs.kinds import HANDLERS
from schemas.messages.audiences import Audience
from tests.jobs.city import City, Person
from tests.jobs.test_sms_budget import cast, crowd, gateway
from tests.jobs.told import DAY, states, tell

__all__ = ["gateway"]
NOVEMBER = date(2026, 11, 1)
MAIL_FIRST = ("mail", "sms")


async def budget(city: City, org_id: int, parts: int, channel: str = "mail") -> None:
    await city.rows(
        "insert into sms_budgets (org_id, channel, parts, set_by, set_at) values ($1, $2, $3, $4, now())"
        " on conflict (org_id, channel) do update set parts = excluded.parts returning 1",
        *(org_id, channel, parts, uuid7()),
    )


async def spent(city: City, org_id: int) -> dict[tuple[str, str], int]:
    rows = await city.rows(
        "select channel, kind, parts from sms_spent where org_id = $1 and month = $2", org_id, NOVEMBER
    )
    return {(row["channel"], row["kind"]): row["parts"] for row in rows}


async def left(city: City, org_id: int) -> dict[str, int]:
    async with city.uow(org_id) as uow:
        return {**await budgets.lefts(uow)}


async def keeps_its_budget(
    city: City, org_id: int, channel: str, both: Person, screens: Mapping[str, list[dict[str, Any]]]
) -> None:
    """A channel of the organisation's own, by which the people `both` and `alone` are told; SMS reaches `both` alone."""
    told = len(city.sms.items)
    everybody = Audience(groups=("school",), parts=("guardian",))
    for parts, here, by_sms in ((1, ["alone"], [f"+86{both.phone}"]), (3, ["alone", "both"], [])):
        await budget(city, org_id, parts, channel)
        for shown in screens.values():
            shown.clear()
        await cast(city, org_id, f"to {parts}", audience=everybody)
        await city.work(HANDLERS)
        assert sorted(name for name, shown in screens.items() if shown) == here
        assert [item.address for item in city.sms.items[told:]] == by_sms
        told = len(city.sms.items)
    assert (await spent(city, org_id))[channel, "notice"] == 3
    await budget(city, org_id, 2, channel)
    message_id = await tell(city, org_id, [both])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"sms": "sent"}


async def test_single_messages_take_the_next_channel_and_nobody_is_lost(city: City, clock: FixedClock) -> None:
    org_id = await city.org(channels=MAIL_FIRST)
    first, both = await city.person(mail=True), await city.person(mail=True)
    alone = await city.person(mail=True, phone=False)
    await budget(city, org_id, 1)
    await tell(city, org_id, [first], key="a")
    await city.work(HANDLERS)
    assert await left(city, org_id) == {"mail": 1}, "it shows from tomorrow on"
    clock.advance(DAY)
    assert await left(city, org_id) == {"mail": -9}, "in tens"
    message_id = await tell(city, org_id, [both], key="b")
    await tell(city, org_id, [alone], key="c")
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"sms": "sent"}
    assert [item.address for item in city.mail.items] == [first.email, alone.email]
    assert await spent(city, org_id) == {("mail", "other"): 2, ("sms", "other"): 1}


async def test_where_two_budgets_are_spent_the_first_channel_is_used_all_the_same(city: City) -> None:
    org_id, person = await city.org(channels=MAIL_FIRST), await city.person(mail=True)
    await budget(city, org_id, 0)
    await budget(city, org_id, 0, "sms")
    message_id = await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"mail": "sent"}


async def test_what_is_urgent_leaves_anyway_and_is_counted(gateway: City) -> None:
    city = gateway
    org_id, person = await city.org(channels=MAIL_FIRST), await city.person(mail=True)
    await crowd(city, org_id, person)
    await budget(city, org_id, 0)
    await cast(city, org_id, importance="high")
    await tell(city, org_id, [person], importance="high")
    await city.work(HANDLERS)
    assert len(city.mail.items) == 2
    assert await spent(city, org_id) == {("mail", "urgent"): 1, ("mail", "other"): 1}


async def test_a_broadcast_fits_into_a_channel_or_goes_on_to_the_next(gateway: City) -> None:
    city = gateway
    org_id = await city.org(channels=MAIL_FIRST)
    people = [await city.person(mail=True), await city.person(mail=True), await city.person(mail=True, phone=False)]
    await crowd(city, org_id, *people)
    await budget(city, org_id, 2)
    await cast(city, org_id)
    await city.work(HANDLERS)
    assert [item.address for item in city.mail.items] == [people[2].email], "whom nothing else reaches"
    assert {item.address for item in city.sms.items} == {f"+86{one.phone}" for one in people[:2]}
    assert await spent(city, org_id) == {("mail", "notice"): 1, ("sms", "notice"): 2}
    assert await left(city, org_id) == {"mail": 1}
    await budget(city, org_id, 4)
    await cast(city, org_id, "c")
    assert await left(city, org_id) == {"mail": 0}, "held back before they leave"
    await city.work(HANDLERS)
    assert len(city.mail.items) == 1 + 3
    assert await left(city, org_id) == {"mail": 0}


async def test_who_goes_on_counts_in_the_next_channels_budget(gateway: City) -> None:
    """Mail has no room, and then SMS has none for those who come from it: they have mail all the same."""
    city = gateway
    org_id, people = await city.org(channels=MAIL_FIRST), [await city.person(mail=True) for _ in range(3)]
    await crowd(city, org_id, *people)
    await budget(city, org_id, 2)
    await budget(city, org_id, 2, "sms")
    await cast(city, org_id)
    await city.work(HANDLERS)
    assert (len(city.mail.items), len(city.sms.items)) == (3, 0)


async def test_a_recall_gives_back_what_a_channel_held(gateway: City) -> None:
    city = gateway
    org_id, person = await city.org(channels=MAIL_FIRST), await city.person(mail=True)
    await crowd(city, org_id, person)
    await budget(city, org_id, 5)
    broadcast_id = await cast(city, org_id)
    assert await left(city, org_id) == {"mail": 4}
    async with city.uow(org_id) as uow:
        await broadcasts.recall(uow, broadcast_id)
    assert await left(city, org_id) == {"mail": 5}


async def test_what_a_channel_did_not_take_is_not_counted(city: City) -> None:
    org_id, person = await city.org(channels=MAIL_FIRST), await city.person(mail=True)
    await budget(city, org_id, 5)
    city.mail.script[person.email] = [Refused("no")]
    message_id = await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"mail": "refused", "sms": "sent"}
    assert await spent(city, org_id) == {("sms", "other"): 1}
