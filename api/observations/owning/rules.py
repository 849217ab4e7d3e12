"""Who owns an observation, until when: pure functions (R4, R6, DESIGN 7)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from api.core.access import Actor, Role
from schemas.observations.rows import Candidate
from schemas.observations.wire import Rung

RUNGS: tuple[Rung, ...] = ("class", "grade", "school")
"""Upwards. The family is told by a person, so it is a step and no rung."""
DAYS: dict[Rung, int] = {"class": 3, "grade": 2, "school": 2}
"""How many working days a rung has."""
URGENT_LIMIT = timedelta(hours=4)
UNREAD_WAIT = timedelta(minutes=10)
"""How long an urgent one may stay unopened before the next people are told."""
REPEATED = timedelta(minutes=30)
"""Once everybody was told, they are told again after so long."""
_MOST_TELLINGS = 24
"""A telling each ten minutes of four hours."""
GRANTED = timedelta(days=30)
"""How long a grant lasts; an owner who still is one is granted again when they look."""
OBSERVER_GRANTED = timedelta(days=200)
"""The observer stays known to the class teacher of the day for a term."""
_SCHOOL = {"counsellor", "leader"}
_OPENING = _SCHOOL | {"grade_lead", "custodian"}


class Visibility(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may see, as arguments of a list's SQL. `marks`: they are blind to what carries one. `role_marks`: by a role."""

    account_id: UUID
    marks: list[bytes]
    role_marks: list[bytes]
    class_ids: list[UUID]
    grade: bool
    school: bool


def visibility(actor: Actor, marks: list[bytes], role_marks: list[bytes]) -> Visibility:
    """Which rungs the actor belongs to."""
    return Visibility(
        account_id=actor.account_id,
        marks=marks,
        role_marks=role_marks,
        class_ids=sorted(actor.lead_class_ids | actor.taught_class_ids),
        grade=Role.GRADE_LEAD in actor.roles,
        school=bool({Role.COUNSELLOR, Role.LEADER} & actor.roles),
    )


def without_roles(candidates: Sequence[Candidate], blind: Collection[UUID]) -> list[Candidate]:
    """Candidates of whom some own nothing by their role. A class stays theirs: giving a role closes no report to who reads it already."""
    left = [
        msgspec.structs.replace(c, roles=[role for role in c.roles if role not in _OPENING])
        if c.staff_id in blind
        else c
        for c in candidates
    ]
    return [c for c in left if c.teaches or c.roles]


def of_rung(rung: Rung, candidates: Sequence[Candidate]) -> frozenset[UUID]:
    """Who owns at a rung: all who teach the class together (R4), grade leads, counsellors and leaders."""
    if rung == "class":
        return frozenset(c.staff_id for c in candidates if c.teaches)
    wanted = _SCHOOL if rung == "school" else {"grade_lead"}
    return frozenset(c.staff_id for c in candidates if wanted & set(c.roles))


def of_rungs(rungs: Sequence[Rung], candidates: Sequence[Candidate]) -> frozenset[UUID]:
    """Everybody who owns at any of these rungs."""
    return frozenset[UUID]().union(*(of_rung(rung, candidates) for rung in rungs))


def are_two(candidates: Sequence[Candidate], one: UUID, other: UUID) -> bool:
    """Whether they count as two people who own it today. Not where one appointed the other, nor where the same person brought both in, one this week.

    Each could be an account of the same person.
    """
    words: defaultdict[UUID, set[UUID | None]] = defaultdict(set)
    fresh: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for c in candidates:  # who works in two places, a school and its bureau, came by the words of both
        words[c.staff_id] |= {c.appointed_by, c.role_by} - {None}
        fresh[c.staff_id] |= set(c.fresh)
    if one == other or not {one, other} <= words.keys():
        return False
    if other in words[one] or one in words[other]:
        return False
    return (words[one] & words[other]).isdisjoint(fresh[one] | fresh[other])


def seconds(candidates: Sequence[Candidate], first: UUID) -> list[Candidate]:
    """Who counts as a second person beside somebody."""
    return [c for c in candidates if are_two(candidates, first, c.staff_id)]


def first_rung(candidates: Sequence[Candidate]) -> Rung | None:
    """Where an observation begins: at the class, unless its teacher is in conflict or missing; then at the school.

    None: nobody is there who could be given it.
    """
    if any(c.leads for c in candidates):
        return "class"
    return next((rung for rung in ("school", "grade", "class") if of_rung(rung, candidates)), None)


def next_rung(rung: Rung, candidates: Sequence[Candidate]) -> Rung | None:
    """The next rung above that has somebody."""
    above = RUNGS[RUNGS.index(rung) + 1 :]
    return next((higher for higher in above if of_rung(higher, candidates)), None)


def own_rung(visibility: Visibility, class_id: UUID, rungs: Sequence[Rung], conflicts: Collection[bytes]) -> Rung:
    """The highest rung at which somebody owns it: what they raise goes above that one, never to a rung below."""
    by_role = set(conflicts).isdisjoint(visibility.role_marks)
    mine: dict[Rung, bool] = {
        "school": visibility.school and by_role,
        "grade": visibility.grade and by_role,
        "class": class_id in visibility.class_ids,
    }
    owned: list[Rung] = [rung for rung, here in mine.items() if here and rung in rungs]
    return owned[0] if owned else rungs[0]


def rungs_of(rung: Rung, candidates: Sequence[Candidate], *, urgent: bool) -> list[Rung]:
    """Who owns it: the rung, and for what is urgent the school at once (R6), if anybody is there."""
    besides = urgent and rung != "school" and of_rung("school", candidates)
    return [rung, "school"] if besides else [rung]


def free_owners(candidates: Sequence[Candidate]) -> dict[UUID, Rung]:
    """Who could be given it, each with their highest rung. A bureau may name a rung below, which no rule does by itself."""
    found: dict[UUID, Rung] = {}
    for rung in reversed(RUNGS):
        found |= {person: rung for person in sorted(of_rung(rung, candidates)) if person not in found}
    return found


def observer_readers(candidates: Sequence[Candidate]) -> frozenset[UUID]:
    """Who knows the observer: the class teacher alone, and in conflict nobody. Two custodians may learn it together (`disclosing`)."""
    return frozenset(c.staff_id for c in candidates if c.leads)


def custodians(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those who may learn the observer with another one."""
    return [c for c in candidates if "custodian" in c.roles]


def unread_key(observation_id: UUID, number: int) -> str:
    """The key of one telling that nobody has opened it."""
    return f"observation:{observation_id}:unread:{number}"


def unread_keys(observation_id: UUID) -> list[str]:
    """All keys of such tellings, in order."""
    return [unread_key(observation_id, number) for number in range(1, _MOST_TELLINGS + 1)]


def told_keys(observation_id: UUID) -> list[str]:
    """All keys under which an observation's owners are told that it waits."""
    first = [f"observation:{observation_id}:filed"]
    given = [f"observation:{observation_id}:{how}:{rung}" for how in ("raised", "named") for rung in RUNGS]
    return first + given + unread_keys(observation_id)
