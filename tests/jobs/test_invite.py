"""Invitations by mail follow their event, in order."""

import re

from api.core.clock import FixedClock
from api.core.db import uuid7
from jobs.channels.base import Refused
from jobs.kinds import HANDLERS
from tests.jobs.city import City, kept
from tests.jobs.invites import HOUR, cancel, put, seen, vevent


async def test_request_update_cancel(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    ann, bob = await city.person(mail=True), await city.person(mail=True)
    await put(city, org_id, event_id, [ann, bob])
    await city.work(HANDLERS)
    assert sorted(seen(city.mail.items)) == sorted([(ann.email, "REQUEST", 0), (bob.email, "REQUEST", 0)])
    city.mail.items.clear()
    await put(city, org_id, event_id, [ann, bob], after=72 * HOUR)
    await city.work(HANDLERS)
    assert sorted(seen(city.mail.items)) == sorted([(ann.email, "REQUEST", 1), (bob.email, "REQUEST", 1)])
    city.mail.items.clear()
    assert await cancel(city, org_id, event_id) == {ann.account_id, bob.account_id}
    await city.work(HANDLERS)
    assert sorted(seen(city.mail.items)) == sorted([(ann.email, "CANCEL", 2), (bob.email, "CANCEL", 2)])
    assert {str(vevent(i)["UID"]) for i in city.mail.items} == {f"{event_id}@xinqiao.invalid"}


async def test_sequence_rises_with_a_change_and_at_no_other_time(city: City) -> None:
    org_id, event_id, ann, bob = await city.org(), uuid7(), await city.person(mail=True), await city.person(mail=True)

    async def sequence() -> int:
        (row,) = await city.rows("select sequence from calendar_events where event_id = $1", event_id)
        return row["sequence"]

    await put(city, org_id, event_id, [ann])
    assert await sequence() == 0
    change = await put(city, org_id, event_id, [ann])
    assert (change.added, change.removed, change.moved, await sequence()) == (frozenset(), frozenset(), False, 0)
    await put(city, org_id, event_id, [ann], place="B")
    assert await sequence() == 1
    change = await put(city, org_id, event_id, [bob, ann], place="B")
    assert (change.added, change.moved, await sequence()) == ({bob.account_id}, False, 2)
    await put(city, org_id, event_id, [ann, bob], after=49 * HOUR, place="B")
    assert await sequence() == 3
    await city.work(HANDLERS)
    city.mail.items.clear()
    await put(city, org_id, event_id, [ann, bob], after=49 * HOUR, place="B")
    assert await cancel(city, org_id, event_id)
    assert await sequence() == 4
    assert await cancel(city, org_id, event_id) == frozenset()
    assert await sequence() == 4
    await city.work(HANDLERS)
    assert {s for _, _, s in seen(city.mail.items)} == {4}


async def test_what_is_cancelled_stays_so(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    await cancel(city, org_id, event_id)
    change = await put(city, org_id, event_id, [ann], after=50 * HOUR)
    assert change.added == frozenset()
    assert not change.moved
    await city.work(HANDLERS)
    assert [m for _, m, _ in seen(city.mail.items)] == ["REQUEST", "CANCEL"]


async def test_who_leaves_gets_a_cancel_and_who_comes_back_a_newer_request(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    ann, bob = await city.person(mail=True), await city.person(mail=True)
    await put(city, org_id, event_id, [ann, bob])
    await city.work(HANDLERS)
    change = await put(city, org_id, event_id, [ann])
    assert change.removed == {bob.account_id}
    await city.work(HANDLERS)
    await put(city, org_id, event_id, [ann], place="C")
    await city.work(HANDLERS)
    await put(city, org_id, event_id, [ann, bob], place="C")
    await city.work(HANDLERS)
    assert [(m, s) for a, m, s in seen(city.mail.items) if a == bob.email] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 3),
    ]


async def test_who_is_taken_off_is_told_the_time_they_had_and_the_next_invitation_is_a_new_one(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    ann, bob = await city.person(mail=True), await city.person(mail=True)
    await put(city, org_id, event_id, [ann, bob])
    await city.work(HANDLERS)
    had = {vevent(item)["DTSTART"].dt for item in city.mail.items}
    city.mail.items.clear()
    await put(city, org_id, event_id, [ann], after=72 * HOUR)  # moved, and without Bob
    await city.work(HANDLERS)
    told = {item.address: vevent(item)["DTSTART"].dt for item in city.mail.items}
    assert (told[bob.email], told[ann.email]) == (min(had), min(had) + 24 * HOUR)
    [cancelled] = [item for item in city.mail.items if item.address == bob.email]
    city.mail.items.clear()
    await put(city, org_id, event_id, [ann, bob], after=72 * HOUR)
    await city.work(HANDLERS)
    [again] = [item for item in city.mail.items if item.address == bob.email]
    assert [m for _, m, _ in seen([cancelled, again])] == ["CANCEL", "REQUEST"]
    assert again.title == "预约"  # and not "changed"
    assert vevent(again)["DTSTART"].dt == min(had) + 24 * HOUR


async def test_changes_in_quick_succession_become_one_mail(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    for hours in range(10, 15):
        await put(city, org_id, event_id, [ann], after=hours * HOUR)
    await city.work(HANDLERS)
    assert [(m, s) for _, m, s in seen(city.mail.items)] == [("REQUEST", 4)]


async def test_cancelled_before_anything_left_is_silent(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann])
    await cancel(city, org_id, event_id)
    await city.work(HANDLERS)
    assert city.mail.items == []


async def test_without_a_mail_address_nothing_is_mailed_and_that_is_known(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=False)
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    assert city.mail.items == []
    (row,) = await city.rows("select unsent, sent_sequence from calendar_invites where event_id = $1", event_id)
    assert (row["unsent"], row["sent_sequence"]) == ("no_mail", None)


async def test_an_address_that_is_not_verified_is_no_address(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await city.rows("update accounts set email_verified_at = null where account_id = $1 returning 1", ann.account_id)
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    assert city.mail.items == []


async def test_an_address_that_signs_in_gets_invites_once_somebody_did(city: City) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(phone=False)
    sealer, address = city.services.sealer, f"only.{ann.email}"
    async with kept(city.database.owner_url) as conn:
        sealed = sealer.seal_contact("mail", ann.account_id, address)
        key, now = sealer.login(address), city.services.clock.now()
        put_key = "select login_attach($1, $2, $3, $4, null, null, $1)"
        await conn.fetch(put_key, [key], [ann.account_id], [sealed], now)
        await put(city, org_id, event_id, [ann])
        await city.work(HANDLERS)
        assert city.mail.items == [], "the list may be mistyped"
        await conn.execute("select account_heard_of($1, $2, $3)", ann.account_id, now.date().replace(day=1), key)
    await put(city, org_id, event_id, [ann], place="B")
    await city.work(HANDLERS)
    assert [item.address for item in city.mail.items] == [address]


async def test_a_person_who_turned_mail_off_gets_the_cancel_and_no_new_invite(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    off, turns_off = await city.person(mail=True, channels=["sms"]), await city.person(mail=True)
    await put(city, org_id, event_id, [off, turns_off])
    await city.work(HANDLERS)
    assert seen(city.mail.items) == [(turns_off.email, "REQUEST", 0)]
    await city.rows("update accounts set channels = '{sms}' where account_id = $1 returning 1", turns_off.account_id)
    await cancel(city, org_id, event_id)
    await city.work(HANDLERS)
    assert seen(city.mail.items)[1:] == [(turns_off.email, "CANCEL", 1)]


async def test_a_refused_mail_is_known_and_not_repeated(city: City, clock: FixedClock) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    city.mail.script[ann.email] = [Refused("smtp-550")]
    await put(city, org_id, event_id, [ann])
    await city.work(HANDLERS)
    clock.advance(HOUR)
    await city.work(HANDLERS)
    assert len(city.mail.items) == 1
    (row,) = await city.rows("select unsent from calendar_invites where event_id = $1", event_id)
    assert row["unsent"] == "refused"


async def test_what_is_over_is_not_mailed(city: City, clock: FixedClock) -> None:
    org_id, event_id, ann = await city.org(), uuid7(), await city.person(mail=True)
    await put(city, org_id, event_id, [ann], after=HOUR)
    clock.advance(2 * HOUR)
    await city.work(HANDLERS)
    assert city.mail.items == []


async def test_titles_say_counselling_to_those_alone_who_chose_so(city: City) -> None:
    org_id, event_id = await city.org(), uuid7()
    ann, bob = await city.person(mail=True), await city.person(mail=True, plain=True)
    await put(city, org_id, event_id, [ann, bob], place="心理辅导室 201")
    await city.work(HANDLERS)
    texts = {i.address: i for i in city.mail.items}
    for item in texts.values():
        assert not any(word in item.title + item.body for word in ("咨询", "心理", "辅导"))
    events = {address: vevent(item) for address, item in texts.items()}
    assert (str(events[ann.email]["SUMMARY"]), "LOCATION" in events[ann.email]) == ("预约", False)
    assert (str(events[bob.email]["SUMMARY"]), events[bob.email]["LOCATION"]) == ("心理咨询", "心理辅导室 201")


async def test_the_organizer_is_an_address_nobody_can_guess(city: City) -> None:
    org_id, ann = await city.org(), await city.person(mail=True)
    for _ in range(2):
        await put(city, org_id, uuid7(), [ann])
    await city.work(HANDLERS)
    organizers = {str(vevent(i)["ORGANIZER"]) for i in city.mail.items}
    assert len(organizers) == 2
    assert all(re.fullmatch(rf"mailto:r-{org_id:x}-[0-9a-f]{{32}}@xinqiao\.invalid", o) for o in organizers)
