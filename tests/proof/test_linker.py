"""The linker (DESIGN 7): 200 reports by 50 members among what they do besides, from dumps, log and measurements."""

import sys

import pytest

from api.core.clock import FixedClock
from tests.jobs.city import City
from tests.observations.conftest import city as city  # noqa: PLC0414  # passed on
from tests.observations.conftest import desk as desk  # noqa: PLC0414  # passed on
from tests.observations.desk import Desk
from tests.observations.linking.game import GUESSED, Size, play
from tests.servers import Database

LARGE = Size(members=50, hours=8, filings=200)


async def test_no_attack_finds_observers_better_than_guessing(
    desk: Desk, city: City, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await play(desk, city, database, clock, monkeypatch, LARGE)
    sys.stdout.write(f"{found}\n")
    assert {name: hits for name, hits in found.items() if hits[1] < GUESSED} == {}


async def test_the_linker_finds_a_planted_leak(
    desk: Desk, city: City, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await play(desk, city, database, clock, monkeypatch, LARGE, leak=True)
    sys.stdout.write(f"{found}\n")
    assert {name for name, (_, luck) in found.items() if luck < GUESSED} >= {"time", "transaction"}, found
