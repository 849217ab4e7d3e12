"""Reminders told in a digest: who has nothing to answer any more is not told, whether that changed before the hour or after it."""

from uuid import UUID

from api.core.clock import FixedClock
from tests.counselling.desk import ok
from tests.messages.test_digests import SUMMARY, after, choose, office, until
from tests.notices.office import DAY, HOUR, Office

__all__ = ["office"]


async def _marked(office: Office) -> set[UUID]:
    """Who was told in a digest, or is about to be."""
    rows = await office.world.sql(office.org_id, "select account_id from digest_marks where org_id = $1", office.org_id)
    return {row["account_id"] for row in rows}


async def test_who_answered_before_the_hour_is_in_no_digest_of_the_reminder(office: Office, clock: FixedClock) -> None:
    """The reminder itself is unread, and what it asks for is done."""
    who = office.world.people
    for person in (who.mother, who.father):
        await choose(office, person, "18:00")
    notice = await office.tell(who.wang, kind="acknowledge")
    await after(office, clock, 2 * DAY + HOUR)
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    assert await until(office, clock, 18) == [("father", SUMMARY)]
    assert await _marked(office) == {who.father.account_id}


async def test_who_answers_before_the_digest_is_sent_is_not_told_of_the_reminder(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    for person in (who.mother, who.father):
        await choose(office, person, "18:00", quietFrom="17:30", quietTo="19:00")
    notice = await office.tell(who.wang, kind="acknowledge")
    await after(office, clock, 2 * DAY + HOUR)
    assert await until(office, clock, 18) == []
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    assert await until(office, clock, 19) == [("father", SUMMARY)]
    assert await _marked(office) == {who.mother.account_id, who.father.account_id}


async def test_whose_child_was_signed_for_before_the_hour_is_in_no_digest_of_the_reminder(
    office: Office, clock: FixedClock
) -> None:
    """One guardian signs for the child: the other one has read nothing, and nothing is asked of them any more."""
    who = office.world.people
    await choose(office, who.father, "18:00")
    notice = await office.tell(who.wang, kind="sign")
    await after(office, clock, 2 * DAY + HOUR)
    await ok(await office.sign(who.mother, notice, who.ming))
    before = await _marked(office)
    assert await until(office, clock, 18) == []
    assert await _marked(office) == before


async def test_whose_child_is_signed_for_before_the_digest_is_sent_is_not_told(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    await choose(office, who.father, "18:00", quietFrom="17:30", quietTo="19:00")
    notice = await office.tell(who.wang, kind="sign")
    await after(office, clock, 2 * DAY + HOUR)
    assert await until(office, clock, 18) == []
    await ok(await office.sign(who.mother, notice, who.ming))
    assert await until(office, clock, 19) == []
