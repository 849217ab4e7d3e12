"""Made, moved, cancelled, booked again: whatever happens, each person's calendar shows the truth (DESIGN 6).

A model calendar keeps RFC 5546's rules: by UID, the highest SEQUENCE counts, and a CANCEL takes an event out. It is fed the
mails in the order they were sent and in any other, read by two parsers.
"""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from api.calendar import service
from api.core.clock import FixedClock
from api.core.db import uuid7
from jobs.channels.base import Outgoing
from jobs.kinds import HANDLERS
from tests.calendar.readers import first, second, times
from tests.jobs.city import City, Person

HOUR = timedelta(hours=1)
Span = tuple[datetime, datetime]
# Nights around which clocks change: a gap and a fold each; Lord Howe by half an hour, Shanghai never.
NIGHTS = {
    "America/New_York": (datetime(2027, 3, 14, 5, tzinfo=UTC), datetime(2027, 11, 7, 4, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2027, 4, 3, 13, tzinfo=UTC), datetime(2027, 10, 2, 13, tzinfo=UTC)),
    "Europe/Berlin": (datetime(2027, 3, 28, 0, tzinfo=UTC), datetime(2027, 10, 31, 0, tzinfo=UTC)),
    "Asia/Shanghai": (datetime(2027, 3, 1, 11, tzinfo=UTC), datetime(2027, 10, 1, 11, tzinfo=UTC)),
}


class Model:
    """One person's calendar."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[int, bool, Span]] = {}

    def take(self, item: Outgoing) -> None:
        """A mail comes in (RFC 5546 §2.1.5, §3.2.5)."""
        assert item.invite
        event = first(item.invite.content)
        by_icalendar, by_vobject = times(item.invite.content)
        assert by_icalendar == by_vobject
        assert second(item.invite.content).vevent.uid.value == str(event["UID"])
        said = int(event["SEQUENCE"]), item.invite.method == "CANCEL"
        have = self.known.get(str(event["UID"]))
        if have is None or said > have[:2]:
            self.known[str(event["UID"])] = (*said, by_icalendar)

    def shows(self) -> dict[UUID, Span]:
        """What the person sees."""
        return {UUID(uid.partition("@")[0]): span for uid, (_, gone, span) in self.known.items() if not gone}


def calendars(items: list[Outgoing]) -> dict[str, dict[UUID, Span]]:
    """What everybody sees after these mails, by address."""
    models: dict[str, Model] = {}
    for item in items:
        models.setdefault(item.address, Model()).take(item)
    return {address: model.shows() for address, model in models.items()}


class Chain:
    """One appointment after another of the same people, at random."""

    def __init__(
        self, city: City, org_id: int, people: list[Person], nights: tuple[datetime, ...], luck: random.Random
    ):
        self.city = city
        self.org_id = org_id
        self.people = people
        self.nights = nights
        self.luck = luck
        self.event_id = uuid7()
        self.truth: dict[UUID, tuple[Span, frozenset[str]]] = {}

    async def step(self) -> None:
        """Books, moves, changes who comes, or cancels and books again."""
        if self.event_id in self.truth and self.luck.random() < 0.3:
            async with self.city.uow(self.org_id) as uow:
                await service.cancel_event(uow, self.event_id)
            del self.truth[self.event_id]
            self.event_id = uuid7()
            return
        start = self.luck.choice(self.nights) + self.luck.randrange(12) * HOUR / 2
        who = self.luck.sample(self.people, self.luck.randint(1, len(self.people)))
        span = start, start + self.luck.choice([HOUR / 2, HOUR, 2 * HOUR])
        async with self.city.uow(self.org_id) as uow:
            ids = [p.account_id for p in who]
            await service.put_event(uow, self.event_id, "visit", *span, "A", ids, tentative=self.luck.random() < 0.3)
        self.truth[self.event_id] = span, frozenset(p.email for p in who)

    def seen_by(self, person: Person) -> dict[UUID, Span]:
        return {event_id: span for event_id, (span, who) in self.truth.items() if person.email in who}


@pytest.mark.parametrize("zone", NIGHTS)
@pytest.mark.parametrize("seed", range(4))
async def test_every_calendar_shows_the_truth(city: City, clock: FixedClock, zone: str, seed: int) -> None:
    luck, org_id = random.Random(f"{zone}{seed}"), await city.org(channels=["mail"])  # noqa: S311
    await city.rows("update orgs set time_zone = $2 where org_id = $1 returning 1", org_id, zone)
    people = [await city.person(mail=True, phone=False) for _ in range(3)]
    chain = Chain(city, org_id, people, NIGHTS[zone], luck)
    for _ in range(14):
        await chain.step()
        clock.advance(timedelta(minutes=luck.randrange(1, 9)))
        if luck.random() < 0.6:  # else several changes leave as one
            await city.work(HANDLERS)
    await city.work(HANDLERS)
    mails = list(city.mail.items)
    assert len(mails) > 10
    for _ in range(3):
        shown = calendars(mails)
        for person in people:
            assert shown.get(person.email, {}) == chain.seen_by(person)
        luck.shuffle(mails)
