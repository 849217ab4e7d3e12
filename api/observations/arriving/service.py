"""Arriving: a report becomes a case, with the owners of that moment (DESIGN 7)."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from api.core import tasks
from api.core.unit_of_work import Reading, UnitOfWork
from api.observations.arriving import queries, rules
from api.observations.errors import NobodyThere
from api.observations.mailbox import service as mailbox
from api.observations.mailbox.rules import HOUR, hour_of
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from schemas.observations.mailbox import Parcel, Ticket
from schemas.observations.rows import Candidate
from schemas.observations.tasks import ObservationDue, ObservationFiled
from schemas.observations.wire import Rung


async def empty_mailbox(uow: UnitOfWork) -> datetime:
    """Makes cases of the reports that were filed before this hour. Returns when to do it again. For the worker.

    Its owners are those of now: a child that has moved since is looked after by the new class.
    """
    hour = hour_of(uow.now)
    for waiting in await mailbox.take(uow, hour):
        ticket = waiting.ticket
        await add_case(uow, ticket, await _placed(uow, waiting.parcel), urgent=False)
        receipt = (ticket.receipt, ticket.asked, ticket.observation_id, ticket.filed_at)
        await queries.add_receipt(uow.conn, uow.actor.org_id, *receipt)
    return hour + HOUR


async def check_somebody(uow: Reading, report: Parcel) -> None:
    """Somebody could be given it now. Raises NobodyThere."""
    people = await owning.list_candidates(uow, report.class_id, report.student_id, report.conflicts)
    if owning_rules.first_rung(people) is None:
        raise NobodyThere


async def add_case(uow: UnitOfWork, ticket: Ticket, report: Parcel, *, urgent: bool) -> None:
    """Seals and writes it, by nobody and at the full hour; its keys are random, as usual ones have the millisecond.

    Raises NobodyThere for an urgent one. One that waited stands at the school's rung then, for the next person there.
    """
    system_uow = owning.as_system(uow)
    system_uow.now = hour_of(uow.now)
    people = await owning.list_candidates(system_uow, report.class_id, report.student_id, report.conflicts)
    rung = owning_rules.first_rung(people) or (None if urgent else "school")
    if rung is None:
        raise NobodyThere
    rungs = owning_rules.rungs_of(rung, people, urgent=urgent)
    text_id, observer_id = await _seal(system_uow, report, rungs, people)
    row = queries.New(
        observation_id=ticket.observation_id,
        class_id=report.class_id,
        student_id=report.student_id,
        urgent=urgent,
        rung=rung,
        rungs=rungs,
        conflicts=report.conflicts,
        observer_mark=ticket.observer_mark,
        text_id=text_id,
        observer_id=observer_id,
        filed_at=ticket.filed_at,
        due_at=await owning.due(uow, rung, system_uow.now, urgent=urgent),
    )
    await queries.add_observation(uow.conn, uow.actor.org_id, row)
    await _plan(uow, system_uow, row)


async def get_zone(uow: Reading) -> str:
    """The time zone of the organisation acted in."""
    return await queries.get_zone(uow.conn, uow.actor.org_id)


async def _placed(uow: Reading, report: Parcel) -> Parcel:
    """A report with the class in which the student is now. Whom the school has forgotten is named no more."""
    if report.student_id is None:
        return report
    student = await queries.find_student(uow.conn, uow.actor.org_id, report.student_id)
    if student is None:
        return msgspec.structs.replace(report, student_id=None)
    return msgspec.structs.replace(report, class_id=student.class_id) if student.here else report


async def _seal(
    system_uow: UnitOfWork, report: Parcel, rungs: list[Rung], people: list[Candidate]
) -> tuple[UUID, UUID]:
    """The text for its owners, the observer for the class teacher alone (in conflict: for nobody)."""
    about = [report.student_id] if report.student_id else []
    owners = owning.grants_for(system_uow, owning_rules.of_rungs(rungs, people))
    observer_readers = owning.grants_for(system_uow, owning_rules.observer_readers(people), "class_teacher")
    text, observer = rules.padded_text(report.text), rules.padded_observer(report.observer)
    seal = system_uow.vault.seal
    return (
        await seal(system_uow, "observation", text, about, owners, uuid4()),
        await seal(system_uow, "observation", observer, about, observer_readers, uuid4()),
    )


async def _plan(uow: UnitOfWork, system_uow: UnitOfWork, row: queries.New) -> None:
    """Its owners are told at once, since it is the full hour or urgent."""
    key = f"{row.observation_id}"
    filed, late = (kind(observation_id=row.observation_id) for kind in (ObservationFiled, ObservationDue))
    await tasks.enqueue(system_uow, ObservationFiled.kind, key, filed, system_uow.now, uuid4())
    await tasks.enqueue(system_uow, ObservationDue.kind, key, late, row.due_at, uuid4())
    uow.due = uow.due or system_uow.due
