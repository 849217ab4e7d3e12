"""A colleague's number is moved: nobody enrols on the new one at once."""

from datetime import timedelta
from uuid import UUID

from api.core.clock import FixedClock
from tests.roster.school import BASE_URL, School
from tests.roster.test_persons import NEW, Hand, hand, ids, lessons_of

__all__ = ["hand"]
PASSWORD = {"password": "a long new phrase 7"}


async def enrols(school: School, account: UUID) -> tuple[int, str]:
    """A first password, in a session that has just begun by SMS."""
    async with await school.session(account, assurance=1) as client:
        answer = await client.put(f"{BASE_URL}/api/v1/me/password", json=PASSWORD)
        return answer.status_code, answer.text


async def test_nobody_enrols_for_a_week_after_a_number_was_moved(school: School, hand: Hand, clock: FixedClock) -> None:
    known = await ids(school)
    path = f"staff/{known['T2']}"
    body = lessons_of(await hand.shown(path))
    await hand.done(path, {**body, "phone": NEW}, method="PUT")
    status, text = await enrols(school, known["T2"])
    assert (status, "moved-lately" in text) == (409, True), text
    clock.advance(timedelta(days=7))
    assert (await enrols(school, known["T2"]))[0] == 204
    assert (await enrols(school, known["T1"]))[0] == 204, "whose number was not moved"
