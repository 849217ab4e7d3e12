"""Whom an urgent observation concerns while nobody has opened it: pure functions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from api.observations.owning import rules as owning
from schemas.messages.rows import Told
from schemas.observations.rows import Candidate
from schemas.observations.wire import Rung


def rungs_today(
    rung: Rung, rungs: Sequence[Rung], candidates: Sequence[Candidate], *, urgent: bool
) -> tuple[Rung, list[Rung]] | None:
    """The rung and rungs that own it today; None when nobody at the school can.

    For what is urgent, the school is added as soon as somebody is there (R6). Where the rungs have nobody left, the next one above takes over,
    never one below.
    """
    at = rung if owning.of_rungs(rungs, candidates) else owning.next_rung(rung, candidates)
    if at is None:
        return None
    own = owning.rungs_of(at, candidates, urgent=urgent)
    return at, list(rungs) if set(own) <= set(rungs) else own


def to_tell(owners: frozenset[UUID], told: Sequence[Told], now: datetime) -> frozenset[UUID]:
    """Who is told now: owners who were not told yet, else all of them again after a while."""
    fresh = owners - {one.account_id for one in told}
    if fresh:
        return fresh
    last = max((one.at for one in told), default=None)
    return owners if last is None or now - last >= owning.REPEATED else frozenset()


def free_key(observation_id: UUID, told: Sequence[Told]) -> str | None:
    """A key under which nobody was told yet; None once there were too many."""
    used = {one.key for one in told}
    return next((key for key in owning.unread_keys(observation_id) if key not in used), None)


def is_alone(person: UUID, rungs: Sequence[Rung], candidates: Sequence[Candidate]) -> bool:
    """Whether somebody owns it today, and nobody who counts as a second person does."""
    owners = owning.of_rungs(rungs, candidates)
    return person in owners and not owning.of_rungs(rungs, owning.seconds(candidates, person))


def second_rung(rung: Rung, candidates: Sequence[Candidate], first: UUID) -> Rung | None:
    """The rung that gives a second person beside the first: the next one above, else the nearest one below.

    None: nobody at the school counts as one.
    """
    at = owning.RUNGS.index(rung)
    nearest = owning.RUNGS[at:] + owning.RUNGS[:at][::-1]
    others = owning.seconds(candidates, first)
    return next((found for found in nearest if owning.of_rung(found, others)), None)


def template_of(lacks: Literal["owner", "second"], *, urgent: bool) -> str:
    """What a bureau is told of a school that lacks an owner or a second person."""
    if lacks == "second":
        return "school_second"
    return "school_urgent" if urgent else "school_waits"


def bureau_key(observation_id: UUID, lacks: Literal["owner", "second"]) -> str:
    """The key under which a bureau is told, once for each."""
    return f"observation:{observation_id}:" + ("bureau" if lacks == "owner" else "bureau:second")
