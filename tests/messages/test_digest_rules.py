"""When digests are told, and that whatever people choose, every matter is told once. Pure."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from api.accounts import rules as accounts
from api.messages.digests import rules
from schemas.messages.digests import Digest, DigestMark
from tests.notices.office import DAY, HOUR

ZONE = ZoneInfo("Asia/Shanghai")


def test_the_hour_is_that_of_the_schools_clock() -> None:
    now = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # noon
    assert rules.last_passing(12, now, ZONE) == now
    assert rules.last_passing(13, now, ZONE) == now - 23 * HOUR
    assert rules.next_telling(101, now, ZONE) == now + HOUR + timedelta(seconds=161)
    evening = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    assert rules.next_telling(0, evening, ZONE) == datetime(2026, 11, 23, 23, 1, tzinfo=UTC)


@pytest.mark.parametrize("seed", range(60))
def test_every_matter_is_told_once_whatever_people_choose(seed: int) -> None:
    """Days in minutes: choices change at random, matters come at random and are told some minutes later, and the task runs every hour."""
    dice, start = random.Random(seed), datetime(2026, 11, 20, tzinfo=UTC)  # noqa: S311  # the same each time
    account, told = uuid4(), dict[datetime, int]()
    hour, since, until = None, None, None
    mark: DigestMark | None = None
    changed = start - DAY
    for minute in range(6 * 24 * 60):
        now = start + timedelta(minutes=minute)
        if minute < 4 * 24 * 60 and dice.random() < 1 / 500 and now - changed > DAY:
            wanted = dice.choice(["at_once", *(f"{h:02}:00" for h in (7, 12, 18, 21))])
            hour, since, until = accounts.digest(wanted, hour, since, until, now)
            changed = now if wanted == "at_once" else changed
        if minute < 4 * 24 * 60 and dice.random() < 1 / 60:
            told[now] = 0
        digest = _digest(account, hour, since, until)
        if (at := now - timedelta(minutes=3)) in told:
            told[at] += not rules.waits(digest, at)
        if minute % 60 == 7 and digest:
            window = rules.window(digest, mark, now, ZONE)
            due = [at for at in told if rules.waits(digest, at) and rules.is_in(window, at)]
            mark = window if due else mark
            for at in due:
                told[at] += 1
    assert told
    assert set(told.values()) == {1}


def _digest(account: UUID, hour: int | None, since: datetime | None, until: datetime | None) -> Digest | None:
    return Digest(account_id=account, hour=hour, since=since, until=until) if hour is not None and since else None
