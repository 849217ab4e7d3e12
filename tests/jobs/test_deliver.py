"""Delivery: the right mode, at the right time, once."""

from datetime import time, timedelta
from typing import Any

from api.core.clock import FixedClock
from api.messages.rules import UNREAD_WAIT
from jobs.channels.base import Gone, Refused
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.jobs.told import delivered, read, states, tell


async def test_one_channel_is_enough_and_says_nothing_confidential(city: City) -> None:
    org_id, person = await city.org(), await city.person(mail=True, devices=["t1", "t2"])
    message_id = await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert [i.address for i in city.push.items] == ["t2", "t1"] or [i.address for i in city.push.items] == ["t1", "t2"]
    assert {(i.title, i.body) for i in city.push.items} == {("心桥", "您有一条新消息，请登录后查看。")}
    assert {i.dedupe_id for i in city.push.items} == {f"{message_id}:{person.account_id}:fcm"}
    assert city.sms.items == city.mail.items == []
    assert await states(city, message_id) == {"fcm": "sent"}


async def test_plain_titles_tell_the_time_and_still_not_the_matter(city: City) -> None:
    org_id, person = await city.org(), await city.person(plain=True, language="en")
    await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert [i.body for i in city.sms.items] == ["【心桥】Your appointment is on Wed 25 Nov, 12:00."]
    assert city.sms.items[0].address == f"+86{person.phone}"
    assert city.sms.items[0].link is None


async def test_fallback_along_the_organisations_order(city: City) -> None:
    org_id = await city.org(channels=["mail", "fcm", "sms"])
    person = await city.person(mail=True, devices=["t"])
    city.mail.script[person.email] = [Refused("smtp-550")]
    city.push.script["t"] = [Refused("mismatch")]
    message_id = await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert [len(c.items) for c in (city.mail, city.push, city.sms)] == [1, 1, 1]
    assert await states(city, message_id) == {"mail": "refused", "fcm": "refused", "sms": "sent"}


async def test_fcm_is_off_until_the_organisation_turns_it_on(city: City) -> None:
    org_id, person = await city.org(fcm=False), await city.person(devices=["t"])
    await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert (len(city.push.items), len(city.sms.items)) == (0, 1)


async def test_a_browser_is_told_where_the_organisation_lets_that_out(city: City) -> None:
    on, off = await city.org(webpush=True), await city.org()
    person = await city.person(browsers=["subscription"])
    message_id = await tell(city, on, [person])
    await city.work(HANDLERS)
    assert [i.address for i in city.webpush.items] == ["subscription"]
    assert await states(city, message_id) == {"webpush": "sent"}
    await tell(city, off, [person])
    await city.work(HANDLERS)
    assert (len(city.webpush.items), len(city.sms.items)) == (1, 1)


async def test_a_dead_address_is_pruned_and_no_other(city: City) -> None:
    org_id = await city.org()
    person, other = await city.person(devices=["dead", "alive"]), await city.person(devices=["odd"])
    city.push.script = {"dead": [Gone("Unregistered")], "odd": [Refused("NotFound")]}
    message_id = await tell(city, org_id, [person, other])
    await city.work(HANDLERS)
    rows = await city.rows(
        "select account_id, count(*) from devices where account_id = any ($1) group by 1",
        [person.account_id, other.account_id],
    )
    assert {r["account_id"]: r["count"] for r in rows} == {person.account_id: 1, other.account_id: 1}
    await tell(city, org_id, [person], key="second")
    await city.work(HANDLERS)
    assert [i.address for i in city.push.items].count("dead") == 1
    assert [i.address for i in city.sms.items] == [f"+86{other.phone}"]
    assert message_id


async def test_all_devices_dead_means_the_next_channel(city: City) -> None:
    org_id, person = await city.org(), await city.person(devices=["d1", "d2"])
    city.push.script = {"d1": [Gone("Unregistered")], "d2": [Gone("Unregistered")]}
    message_id = await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert await states(city, message_id) == {"fcm": "gone", "sms": "sent"}
    assert await city.rows("select 1 from devices where account_id = $1", person.account_id) == []


async def test_quiet_hours_hold_what_can_wait(city: City, clock: FixedClock) -> None:
    """Noon in Shanghai lies within this person's quiet hours, which end at half past two."""
    org_id = await city.org()
    asleep, awake = await city.person(quiet=(time(11), time(14, 30))), await city.person()
    message_id = await tell(city, org_id, [asleep, awake])
    await tell(city, org_id, [asleep], key="urgent", importance="high")
    await city.work(HANDLERS)
    assert sorted(i.address for i in city.sms.items) == sorted([f"+86{awake.phone}", f"+86{asleep.phone}"])
    assert (await city.state("deliver_message", str(message_id)))["due_at"] == clock.now() + timedelta(hours=2.5)
    clock.advance(timedelta(hours=2.5))
    await city.work(HANDLERS)
    assert [i.address for i in city.sms.items].count(f"+86{asleep.phone}") == 2


async def test_of_low_importance_nothing_leaves(city: City) -> None:
    org_id, person = await city.org(), await city.person(mail=True, devices=["t"])
    await tell(city, org_id, [person], importance="low")
    await city.work(HANDLERS)
    assert city.push.items == city.sms.items == city.mail.items == []


async def test_unread_and_important_falls_back_until_it_is_read(city: City, clock: FixedClock) -> None:
    org_id, person = await city.org(), await city.person(mail=True, devices=["t"])
    first = await tell(city, org_id, [person], importance="high")
    await city.work(HANDLERS)
    clock.advance(UNREAD_WAIT - timedelta(seconds=1))
    await city.work(HANDLERS)
    assert (len(city.push.items), len(city.sms.items)) == (1, 0)
    clock.advance(timedelta(seconds=1))
    await city.work(HANDLERS)
    assert (len(city.push.items), len(city.sms.items), len(city.mail.items)) == (1, 1, 0)
    await read(city, org_id, first)
    clock.advance(timedelta(hours=1))
    await city.work(HANDLERS)
    assert city.mail.items == []
    assert (await city.state("deliver_message", str(first)))["state"] == "done"


async def test_many_messages_share_one_call_of_a_channel(city: City) -> None:
    org_id = await city.org()
    calls: list[int] = []
    send = city.sms.send_many

    async def count(items: Any) -> Any:
        calls.append(len(items))
        return await send(items)

    city.sms.send_many = count
    for number in range(30):
        await tell(city, org_id, [await city.person()], key=f"k{number}")
    await city.work(HANDLERS)
    assert calls == [30]


async def test_nobody_to_reach_is_no_failure(city: City) -> None:
    org_id, person = await city.org(), await city.person(phone=False)
    message_id = await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert (await city.state("deliver_message", str(message_id)))["state"] == "done"
    assert await states(city, message_id) == {}


async def test_what_a_person_did_not_choose_is_not_used(city: City) -> None:
    org_id, person = await city.org(), await city.person(mail=True, devices=["t"], channels=["mail"])
    await tell(city, org_id, [person])
    await city.work(HANDLERS)
    assert (len(city.push.items), len(city.sms.items), len(city.mail.items)) == (0, 0, 1)


async def test_an_address_that_cannot_be_opened_stops_nobody_else(city: City) -> None:
    org_id, broken, fine = await city.org(), await city.person(), await city.person()
    await city.rows("update login_keys set sealed = 'x' where account_id = $1 returning 1", broken.account_id)
    await tell(city, org_id, [broken, fine])
    await city.work(HANDLERS)
    assert [i.address for i in city.sms.items] == [f"+86{fine.phone}"]


async def test_delivered_is_when_a_channel_first_took_it(city: City, clock: FixedClock) -> None:
    org_id, reached, unreached = await city.org(), await city.person(devices=["t"]), await city.person()
    city.sms.script[f"+86{unreached.phone}"] = [Refused("no-such-number")]
    message_id = await tell(city, org_id, [reached, unreached], importance="high")
    assert await delivered(city, message_id) == {reached.account_id: None, unreached.account_id: None}
    await city.work(HANDLERS)
    first = clock.now()
    assert await delivered(city, message_id) == {reached.account_id: first, unreached.account_id: None}
    clock.advance(UNREAD_WAIT)
    await city.work(HANDLERS)
    assert [i.address for i in city.sms.items].count(f"+86{reached.phone}") == 1
    assert await delivered(city, message_id) == {reached.account_id: first, unreached.account_id: None}
