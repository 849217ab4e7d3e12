"""The linker, small: 20 reports by 12 members (DESIGN 7). `./xinqiao proof` plays it with 200 by 50."""

import pytest

from api.core.clock import FixedClock
from tests.jobs.city import City
from tests.observations.desk import Desk
from tests.observations.linking.game import GUESSED, Size, play
from tests.servers import Database

SMALL = Size(members=12, hours=4, filings=20)


async def test_no_attack_finds_observers_better_than_guessing(
    desk: Desk, city: City, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await play(desk, city, database, clock, monkeypatch, SMALL)
    assert {name: hits for name, hits in found.items() if hits[1] < GUESSED} == {}


async def test_the_linker_finds_a_planted_leak(
    desk: Desk, city: City, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports past the mailbox, and the exact time in a row: the attacks are good enough to see what they look for."""
    found = await play(desk, city, database, clock, monkeypatch, SMALL, leak=True)
    assert {name for name, (_, luck) in found.items() if luck < GUESSED} >= {"time", "transaction"}, found
