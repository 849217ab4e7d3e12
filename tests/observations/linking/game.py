"""The linker's game: hours of traffic, then every attack, then whether guessing could have done as well."""

import random
from typing import NamedTuple
from uuid import UUID

import asyncpg
import pytest

from api.core.clock import FixedClock
from jobs.kinds import HANDLERS
from tests.jobs.city import City
from tests.observations.desk import Desk
from tests.observations.linking.attacks import ATTACKS, Case, accuse, chance
from tests.observations.linking.evidence import dump
from tests.observations.linking.traffic import School, plan_mailbox
from tests.servers import Database

GUESSED = 1e-6
"""Better than guessing: a guess does so well less than once in a million times."""


class Size(NamedTuple):
    """How much is played."""

    members: int
    hours: int
    filings: int


async def play(
    desk: Desk,
    city: City,
    database: Database,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    size: Size,
    *,
    leak: bool = False,
) -> dict[str, tuple[int, float]]:
    """By attack: how many observers it found, and how likely guessing finds as many.

    `leak`: reports go past the mailbox, and a row keeps the exact time. Who files visits no longer than others, and
    every member is there in every hour: what the hour itself tells is not what the linker is asked.
    """
    school = School(desk, city, database, clock, random.Random(11), urgent=leak)  # noqa: S311  # a game
    await school.enrol(size.members)
    await plan_mailbox(city, desk)
    await city.work(HANDLERS)
    school.watch(monkeypatch)
    await school.hours(size.hours, size.filings)
    if leak:
        await _plant(school)
    cases = await school.cases()
    assert len(cases) == size.filings
    return await _attack(school, cases)


async def _attack(school: School, cases: list[tuple[UUID, Case]]) -> dict[str, tuple[int, float]]:
    members = {hour: school.seen_in(hour) for hour in {case.hour for _, case in cases}}
    odds, found = [1 / len(case.candidates) for _, case in cases], dict[str, tuple[int, float]]()
    for name, attack in ATTACKS.items():
        hits = sum(
            accuse(attack, case, members[case.hour], school.seen, school.dice) == school.truth[observation]
            for observation, case in cases
        )
        found[name] = hits, chance(hits, odds)
    return found


async def _plant(school: School) -> None:
    """Writes the exact time of each report into a row of it."""
    conn = await asyncpg.connect(school.database.owner_url)
    try:
        await conn.executemany(
            "update observation_receipts set filed_at = $2 where observation_id = $1", list(school.moment.items())
        )
    finally:
        await conn.close()
    school.seen.dumps[max(school.seen.dumps)] = await dump(school.database)
