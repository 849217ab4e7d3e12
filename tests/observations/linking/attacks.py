"""The ways in which the issue's linker found observers. Each names one of the case's candidates, or none better than another."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tests.observations.linking.evidence import Evidence, Line, Row

HOUR = timedelta(hours=1)
NEVER = timedelta(days=9999).total_seconds()


@dataclass(frozen=True)
class Case:
    """A report as a dump shows it: its rows, its place among those of its hour, and who could have filed it."""

    hour: datetime
    rows: Sequence[Row]
    sealed: int
    rank: float
    candidates: Sequence[UUID]


@dataclass(frozen=True)
class Member:
    """A member as the dump of that hour shows them: rows with their id, and their times within the hour."""

    rows: Sequence[Row]
    times: Sequence[datetime]


Members = Mapping[UUID, Member]
Attack = Callable[[Case, Members, Evidence], Mapping[UUID, float]]
"""How far each candidate is from the case: the nearest is accused."""


def by_time(case: Case, members: Members, _: Evidence) -> Mapping[UUID, float]:
    """Nearest times."""
    times = [t for row in case.rows for t in row.times() if t.minute or t.second or t.microsecond]
    return {who: _nearest(times, members[who].times) for who in case.candidates}


def by_id(case: Case, members: Members, _: Evidence) -> Mapping[UUID, float]:
    """Ids that have the time in them."""
    stamps = [t for row in case.rows for t in _stamps(row)]
    return {
        who: min((abs(a - b) for a in stamps for row in members[who].rows for b in _stamps(row)), default=NEVER)
        for who in case.candidates
    }


def by_transaction(case: Case, members: Members, _: Evidence) -> Mapping[UUID, float]:
    """The order of transactions: neighbours in xmin, or the same one."""
    first = min(row.xmin for row in case.rows)
    return {who: min((abs(row.xmin - first) for row in members[who].rows), default=NEVER) for who in case.candidates}


def by_heap(case: Case, members: Members, _: Evidence) -> Mapping[UUID, float]:
    """The order of the heap as a clock: the first case of an hour is of who was there first."""
    guess = case.hour + case.rank * HOUR
    return {who: _nearest([guess], members[who].times) for who in case.candidates}


def by_log(case: Case, members: Members, evidence: Evidence) -> Mapping[UUID, float]:
    """Lines of the log against the order of the cases."""
    return _by_lines(case, members, [line for line in evidence.log if line.status < 400])


def by_name(case: Case, members: Members, evidence: Evidence) -> Mapping[UUID, float]:
    """Measurements of an operation that has the filing's name."""
    return _by_lines(case, members, [line for line in evidence.counted if "bservation" in line.operation])


def by_surplus(case: Case, members: Members, evidence: Evidence) -> Mapping[UUID, float]:
    """Measurements against rows: who was there while more was counted than left a row?"""
    lines = [line for line in evidence.counted if case.hour <= line.at < case.hour + HOUR]

    def surplus(member: Member) -> float:
        first = min(member.times, default=case.hour + HOUR)
        near = [line for line in lines if first <= line.at < first + timedelta(minutes=3)]
        return len(near) - len([t for t in member.times if first < t])

    return {who: -surplus(members[who]) for who in case.candidates}


def by_size(case: Case, members: Members, _: Evidence) -> Mapping[UUID, float]:
    """Sizes: a longer report is of somebody whose rows are longer."""
    return {who: abs(case.sealed - sum(len(row.text) for row in members[who].rows)) for who in case.candidates}


ATTACKS: dict[str, Attack] = {
    "time": by_time,
    "id": by_id,
    "transaction": by_transaction,
    "heap": by_heap,
    "log": by_log,
    "name": by_name,
    "surplus": by_surplus,
    "size": by_size,
}


def accuse(attack: Attack, case: Case, members: Members, evidence: Evidence, dice: random.Random) -> UUID:
    """The nearest candidate; one of the nearest by lot."""
    far = attack(case, members, evidence)
    best = min(far.values())
    return dice.choice([who for who, distance in far.items() if distance == best])


def chance(hits: int, of: Sequence[float]) -> float:
    """How likely somebody who guesses has at least so many hits; `of`: the chance of each guess (Poisson binomial)."""
    spread = [1.0]
    for p in of:
        spread = [
            (spread[k] if k < len(spread) else 0) * (1 - p) + (spread[k - 1] * p if k else 0)
            for k in range(len(spread) + 1)
        ]
    return sum(spread[hits:])


def _by_lines(case: Case, members: Members, lines: Sequence[Line]) -> Mapping[UUID, float]:
    own = [line for line in lines if case.hour <= line.at < case.hour + HOUR]
    if not own:
        return dict.fromkeys(case.candidates, NEVER)
    guess = own[min(int(case.rank * len(own)), len(own) - 1)].at
    return {who: _nearest([guess], members[who].times) for who in case.candidates}


def _nearest(some: Sequence[datetime], others: Sequence[datetime]) -> float:
    return min((abs((a - b).total_seconds()) for a in some for b in others), default=NEVER)


def _stamps(row: Row) -> list[int]:
    """The milliseconds in ids of a row that sort by time (RFC 9562 §5.7)."""
    found = list[int]()
    for word in row.text.replace("(", ",").replace(")", ",").replace('"', "").split(","):
        if len(word) == 36 and word[14] == "7" and word.count("-") == 4:
            found.append(int(word.replace("-", "")[:12], 16))
    return found
