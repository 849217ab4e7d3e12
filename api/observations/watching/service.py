"""Watching over what is urgent: as long as nobody who owns it has opened it, the next people are told. For the worker."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from api.core import tasks
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.observations.openings import service as openings
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from api.observations.owning.queries import Owned
from api.observations.watching import queries, rules
from api.observations.watching.queries import Asked
from schemas.messages.rows import MessageNew
from schemas.messages.templates import NoParams
from schemas.observations.messages import SchoolParams, UrgentParams
from schemas.observations.rows import Candidate
from schemas.observations.tasks import ObservationUnowned
from schemas.observations.wire import Rung


async def look(uow: UnitOfWork, observation_id: UUID) -> datetime | None:
    """Looks whether somebody who owns it today has opened it; if nobody has, tells the next person.

    Returns when to look again. Rights are those of today: who left, was replaced or became a party is neither told nor
    counted as having opened it.
    """
    owned = await owning.find_owned(uow, observation_id)
    if owned is None or owned.done:
        return None
    asked = await call_second(uow, observation_id)
    if owned.due_at <= uow.now:  # at its deadline its owners are told in any case
        return uow.now + owning_rules.UNREAD_WAIT if asked else None
    owned = await owning.find_owned(uow, observation_id) or owned
    people = await owning.people_of(uow, owned)
    today = rules.rungs_today(owned.rung, owned.rungs, people, urgent=True)
    if today is None:
        await _ask_bureau(uow, observation_id)
    else:
        owned = msgspec.structs.replace(
            owned, rung=today[0], rungs=await _give(uow, observation_id, owned, today, people)
        )
        if not await _is_opened(uow, observation_id, owned, people):
            await _tell_next(uow, observation_id, owned, people)
    return uow.now + owning_rules.UNREAD_WAIT


async def hand_up(uow: UnitOfWork, observation_id: UUID) -> None:
    """Gives an ordinary one that nobody owns today to the next rung; where the school has nobody, its bureau is told.

    An urgent one is looked after every ten minutes (`look`). For the worker.
    """
    owned = await owning.find_owned(uow, observation_id)
    if owned is None or owned.done or owned.urgent:
        return
    people = await owning.people_of(uow, owned)
    today = rules.rungs_today(owned.rung, owned.rungs, people, urgent=False)
    if today is None:
        await _ask_bureau(uow, observation_id)
    else:
        await _give(uow, observation_id, owned, today, people)


async def settle(uow: UnitOfWork, observation_id: UUID) -> frozenset[UUID]:
    """Gives an open one to whom the roster of now has for it, or to the next rung. Returns who owns it; nobody: the bureau is told.

    For the system, in the transaction that changed the roster.
    """
    owned = await owning.find_owned(uow, observation_id)
    if owned is None:
        return frozenset()
    people = await owning.people_of(uow, owned)
    today = rules.rungs_today(owned.rung, owned.rungs, people, urgent=owned.urgent)
    if today is None:
        await _ask_bureau(uow, observation_id)
        return frozenset()
    rungs = await _give(uow, observation_id, owned, today, people)
    return owning_rules.of_rungs(rungs, people)


async def call_second(uow: UnitOfWork, observation_id: UUID) -> bool:
    """Tells each other owner, once, that somebody asked to close an urgent one. False: nobody asked. Acts as the system.

    Nobody closes it alone: one that its only owner asked to close is given to another rung too. People come and leave after
    it was asked, so this is looked at again.
    """
    asked = await queries.find_asked(uow.conn, uow.actor.org_id, observation_id)
    owned = await owning.find_owned(uow, observation_id)
    if asked is None or owned is None:
        return False
    people, rungs = await owning.people_of(uow, owned), owned.rungs
    if rules.is_alone(asked.asked_by, rungs, people):
        rung = rules.second_rung(owned.rung, people, asked.asked_by)
        if rung is None:
            await _ask_bureau(uow, observation_id)
        else:
            rungs = await _give(uow, observation_id, owned, (owned.rung, [*rungs, rung]), people)
    owners = owning_rules.of_rungs(rungs, people)
    if asked.asked_by in owners:
        seconds = owning_rules.of_rungs(rungs, owning_rules.seconds(people, asked.asked_by))
        await _tell_seconds(uow, observation_id, asked, seconds)
    return True


async def list_officers(uow: Reading, _: SchoolParams) -> frozenset[UUID]:
    """Who still has to be told of a school: the officers of the bureau acted in, as of today."""
    uow.require_system()
    return frozenset(one.staff_id for one in await queries.list_officers(uow.conn, uow.actor.org_id))


async def list_waiting(uow: Reading, params: UrgentParams) -> frozenset[UUID]:
    """Who still has to be told that it waits: who owns it today, as long as none of them has opened it."""
    owned = await owning.find_owned(uow, params.observation_id)
    if owned is None or owned.done:
        return frozenset()
    people = await owning.people_of(uow, owned)
    opened = await _is_opened(uow, params.observation_id, owned, people)
    return frozenset() if opened else owning_rules.of_rungs(owned.rungs, people)


async def list_late(uow: Reading, params: UrgentParams) -> frozenset[UUID]:
    """Who still has to be told that it is late: its owners of today and the next rung, until it is closed."""
    owned = await owning.find_owned(uow, params.observation_id)
    if owned is None or owned.done:
        return frozenset()
    people = await owning.people_of(uow, owned)
    return owning.late_people(owned, people)


class Unowned(msgspec.Struct, frozen=True, kw_only=True):
    """A school that lacks an owner for something, or a second person, and the bureaus above it, the nearest first.

    `conflicts`, `kept`: marks and accounts of people who see nothing of it, officers too.
    """

    school_id: int
    params: SchoolParams
    urgent: bool
    lacks: Literal["owner", "second"]
    expires_at: datetime
    bureaus: list[int]
    conflicts: list[bytes]
    kept: list[UUID]


async def lacks_officers(uow: Reading) -> bool:
    """Whether schools wait for the officers of the bureau acted in, and it has none."""
    officers = await queries.list_officers(uow.conn, uow.actor.org_id)
    return not officers and await queries.has_bureau_cases(uow.conn, uow.actor.org_id)


async def find_unowned(uow: Reading, observation_id: UUID) -> Unowned | None:
    """The school, as long as nobody there can be given it, or agree to close it."""
    owned = await owning.find_owned(uow, observation_id)
    if owned is None or owned.done:
        return None
    people = await owning.people_of(uow, owned)
    taken = rules.rungs_today(owned.rung, owned.rungs, people, urgent=owned.urgent) is not None
    if taken and not await _lacks_second(uow, observation_id, owned, people):
        return None
    return Unowned(
        school_id=uow.actor.org_id,
        params=await owning.get_school(uow),
        urgent=owned.urgent and not taken,
        lacks="second" if taken else "owner",
        expires_at=owned.due_at + owning.TOLD,  # the same each time, so that the bureau is told once
        bureaus=await list_bureaus(uow),
        conflicts=owned.conflicts,
        kept=await queries.list_kept(uow.conn, uow.actor.org_id, owned.student_id) if owned.student_id else [],
    )


async def list_bureaus(uow: Reading) -> list[int]:
    """The bureaus above the school acted in, the nearest first."""
    return [bureau.org_id for bureau in await queries.list_bureaus(uow.conn, uow.actor.org_id)]


async def tell_bureau(uow: UnitOfWork, observation_id: UUID, unowned: Unowned) -> bool:
    """Tells the officers of the bureau acted in, and lets them open it. False: none works there who is no party to it.

    The message says neither what nor whom: an officer learns it behind a second factor alone (`bureau`).
    """
    uow.require_system()
    officers = await _free_officers(uow, unowned)
    if officers:
        day = local_day(uow.now, uow.actor.zone)
        await queries.add_bureau_case(uow.conn, uow.actor.org_id, unowned.school_id, observation_id, day)
        news = MessageNew(
            template=rules.template_of(unowned.lacks, urgent=unowned.urgent),
            people=officers,
            params=unowned.params,
            key=rules.bureau_key(observation_id, unowned.lacks),
            importance="high" if unowned.urgent else "normal",
            expires_at=unowned.expires_at,
        )
        await messages.tell(uow, news)
    return bool(officers)


async def _free_officers(uow: Reading, unowned: Unowned) -> frozenset[UUID]:
    """Officers of the bureau acted in who may see it. For others it is not there, so telling them alone would tell nobody."""
    blind, kept = set(unowned.conflicts), set(unowned.kept)
    return frozenset(
        one.staff_id
        for one in await queries.list_officers(uow.conn, uow.actor.org_id)
        if one.staff_id not in kept
        and blind.isdisjoint(owning.blind_in(uow, unowned.school_id, one.staff_id, one.appointed_by))
    )


async def forget_bureau_case(uow: UnitOfWork, school_id: int, observation_id: UUID) -> None:
    """The officers of the bureau acted in open it no more: the school has somebody, or it is closed."""
    uow.require_system()
    await queries.remove_bureau_case(uow.conn, uow.actor.org_id, school_id, observation_id)


async def _tell_seconds(uow: UnitOfWork, observation_id: UUID, asked: Asked, people: frozenset[UUID]) -> None:
    for person in sorted(people):
        news = MessageNew(
            template="something_waits",
            people=frozenset({person}),
            params=NoParams(),
            key=f"observation:{observation_id}:second:{asked.asked_at.timestamp():.0f}:{person}",
            importance="normal",
            expires_at=asked.asked_at + owning.TOLD,  # the same each time, so that everybody is told once
        )
        await messages.tell(uow, news)


async def _lacks_second(uow: Reading, observation_id: UUID, owned: Owned, people: list[Candidate]) -> bool:
    """Whether its only owner asked to close it, and nobody else at the school could agree."""
    asked = await queries.find_asked(uow.conn, uow.actor.org_id, observation_id)
    if asked is None or not rules.is_alone(asked.asked_by, owned.rungs, people):
        return False
    return rules.second_rung(owned.rung, people, asked.asked_by) is None


async def _give(
    uow: UnitOfWork, observation_id: UUID, owned: Owned, today: tuple[Rung, list[Rung]], people: list[Candidate]
) -> list[Rung]:
    rung, rungs = today
    if (rung, rungs) != (owned.rung, owned.rungs):
        await queries.set_owners(uow.conn, uow.actor.org_id, observation_id, rung, rungs, uow.now)
        grants = owning.grants_for(uow, owning_rules.of_rungs(rungs, people))
        await uow.vault.grant(owning.as_system(uow), owned.text_id, grants)
    return rungs


async def _is_opened(uow: Reading, observation_id: UUID, owned: Owned, people: list[Candidate]) -> bool:
    opened = await openings.list_openers(uow, [observation_id])
    return bool(opened.get(observation_id, frozenset()) & owning_rules.of_rungs(owned.rungs, people))


async def _tell_next(uow: UnitOfWork, observation_id: UUID, owned: Owned, people: list[Candidate]) -> None:
    owners = owning_rules.of_rungs(owned.rungs, people)
    told = await messages.list_told(uow, owning_rules.told_keys(observation_id))
    key = rules.free_key(observation_id, told)
    if key is not None and (now_told := rules.to_tell(owners, told, uow.now)):
        await owning.tell_owners(
            uow, observation_id, now_told, key.removeprefix(f"observation:{observation_id}:"), urgent=True
        )


async def _ask_bureau(uow: UnitOfWork, observation_id: UUID) -> None:
    unowned = ObservationUnowned(observation_id=observation_id)
    await tasks.enqueue(uow, ObservationUnowned.kind, f"{observation_id}", unowned, uow.now)
