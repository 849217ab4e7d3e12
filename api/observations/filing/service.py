"""Filing: what a member or the staff saw, kept so that nothing but the key store can tell who filed it (R1, R8, P3)."""

from collections.abc import Sequence
from datetime import UTC, date
from typing import TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from api.accounts.students import service as students
from api.core.access import Resource, Role
from api.core.errors import IdempotencyMismatch, NotFound
from api.core.local_time import local_day
from api.core.unit_of_work import Reading, UnitOfWork
from api.observations import actions
from api.observations.arriving import service as arriving
from api.observations.committees import service as committees
from api.observations.committees.rules import today
from api.observations.disclosing import queries as disclosures
from api.observations.errors import NotServing, SlipNeedsCounsellor, wrong
from api.observations.filing import queries, rules
from api.observations.mailbox import service as mailbox
from api.observations.mailbox.rules import hour_of
from api.observations.openings import service as openings
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from schemas.observations.form import ObservationForm
from schemas.observations.mailbox import Parcel, Ticket
from schemas.observations.rows import MemberRow
from schemas.observations.wire import Filed, ObservationNew, ObservationText, Observer, OwnObservation

T = TypeVar("T", queries.Marked, Ticket)


async def add_observation(uow: UnitOfWork, key: str, asked: bytes, new: ObservationNew) -> Filed:
    """Files what somebody saw. The same `key` again answers the same and files nothing.

    Raises NotFound, NotServing, SlipNeedsCounsellor, Invalid, NobodyThere, IdempotencyMismatch.
    """
    report = await _report(uow, new)
    account, observation_id = uow.actor.account_id, uuid4()
    ticket = Ticket(
        observation_id=observation_id,
        filed_at=hour_of(uow.now),
        # An unsigned slip gets a mark that nobody's account leads to.
        observer_mark=uow.sealer.mark("observer", observation_id, report.observer.account_id or uuid4()),
        receipt=uow.sealer.mark("receipt", account, key),
        asked=uow.sealer.mark("asked", account, key, asked.hex()),
        conflicts=report.conflicts,
    )
    earlier = await (_file_now(uow, ticket, report) if new.urgent else _file_later(uow, ticket, report))
    if earlier is None:
        return Filed(observation_id=observation_id, state="received")
    if earlier.asked != ticket.asked:
        raise IdempotencyMismatch
    return Filed(observation_id=earlier.observation_id, state=earlier.state)


async def list_own(uow: UnitOfWork) -> list[OwnObservation]:
    """The state of the actor's own reports of this term, newest first; never their text.

    After a reset of the secret those of before are closed for a week, and for good those about somebody who handed out the code.
    """
    account = uow.actor.account_id
    uow.require(actions.OBSERVATION_OWN_READ, Resource(org_id=uow.actor.org_id, kind="observation", student_id=account))
    tickets = await mailbox.list_tickets(
        uow
    )  # before the cases: what becomes one meanwhile is in both, never in neither
    cases = await _mine(uow, await queries.list_marked(uow.conn, uow.actor.org_id, uow.now - rules.OWN_SHOWN))
    arrived = {row.observation_id for row in cases}
    waiting = [ticket for ticket in await _mine(uow, tickets) if ticket.observation_id not in arrived]
    openers = await openings.list_openers(uow, [row.observation_id for row in cases])
    disclosed = await disclosures.list_disclosed(uow.conn, uow.actor.org_id, [row.observation_id for row in cases])
    days = {one.observation_id: one.day for one in disclosed}
    await mailbox.add_decoy(uow)
    return [
        *await _waiting(uow, waiting),
        *[
            await _own(uow, row, openers.get(row.observation_id, frozenset()), days.get(row.observation_id))
            for row in cases
        ],
    ]


async def get_form(uow: UnitOfWork, class_id: UUID | None) -> ObservationForm:
    """Whom a member can name, or a counsellor who enters a slip of this class. Raises NotServing, NotFound, Invalid."""
    org_id, account = uow.actor.org_id, uow.actor.account_id
    uow.require(actions.OBSERVATION_FORM_READ, Resource(org_id=org_id, kind="observation", student_id=account))
    student = Role.STUDENT in uow.actor.roles
    zone = await (_own_class(uow, class_id) if student else _named_class(uow, class_id))
    await mailbox.add_decoy(uow)
    return ObservationForm(
        class_id=zone.class_id,
        class_name=zone.class_name,
        classmates=await queries.list_classmates(uow.conn, org_id, zone.class_id, account if student else None),
        teachers=await queries.list_teachers(uow.conn, org_id, zone.class_id),
        members=[] if student else await committees.list_serving(uow, zone.class_id),
    )


async def forget_receipts(uow: UnitOfWork) -> None:
    """Forgets what no telephone repeats any more. For the worker."""
    uow.require(actions.OBSERVATION_ADD, Resource(org_id=uow.actor.org_id, kind="observation"))
    await queries.remove_receipts(uow.conn, uow.actor.org_id, uow.now - rules.RECEIPTS_KEPT)


async def _report(uow: Reading, new: ObservationNew) -> Parcel:
    """Who saw what in which class, and whether they may file it.

    Raises NotFound, NotServing, SlipNeedsCounsellor, Invalid.
    """
    zone, observer = await _seen_by(uow, new)
    day = today(uow.now, zone.time_zone)
    seen_on = new.seen_on or day
    if code := rules.wrong_day(seen_on, day):
        raise wrong(uow, "$.seenOn", code)
    return Parcel(
        class_id=zone.class_id,
        student_id=new.student_id,
        conflicts=await _conflicts(uow, new.about_staff_id),
        text=ObservationText(kind=new.kind, text=new.text, seen_on=seen_on),
        observer=observer,
    )


async def _file_now(uow: UnitOfWork, ticket: Ticket, report: Parcel) -> queries.Receipt | None:
    """Makes it a case in this transaction; returns what it was answered with before, if it was."""
    if waits := await mailbox.find(uow, ticket.receipt):
        return _receipt(waits)
    receipt = (ticket.receipt, ticket.asked, ticket.observation_id, ticket.filed_at)
    earlier = await queries.take_receipt(uow.conn, uow.actor.org_id, *receipt)
    if earlier is None:
        await arriving.add_case(uow, ticket, report, urgent=True)
    return earlier


async def _file_later(uow: UnitOfWork, ticket: Ticket, report: Parcel) -> queries.Receipt | None:
    """Puts it into the mailbox: it becomes a case after the full hour. Raises NobodyThere."""
    await arriving.check_somebody(uow, report)
    waits = await mailbox.put(uow, ticket, report)
    # Asked afterwards: the worker may have made it a case a moment ago.
    arrived = await queries.find_receipt(uow.conn, uow.actor.org_id, ticket.receipt)
    if arrived is not None:
        await mailbox.take_back(uow, ticket.receipt)
    if arrived is not None or waits is None:
        return arrived
    return _receipt(waits)


def _receipt(waits: Ticket) -> queries.Receipt:
    """What a report that waits is answered with again."""
    return queries.Receipt(asked=waits.asked, observation_id=waits.observation_id, state="received")


async def _mine(uow: Reading, reports: Sequence[T]) -> list[T]:
    """The actor's own of these, without what is closed to a sign-in after a reset."""
    closing, account = await students.find_closing(uow), uow.actor.account_id
    adults, own_since = (closing.adults, closing.own_since) if closing else ((), None)
    parties = frozenset(mark for adult in adults for mark in owning.marks_of(uow, adult))
    return [
        report
        for report in reports
        if report.observer_mark in uow.sealer.marks("observer", report.observation_id, account)
        and not rules.is_closed(report, own_since, uow.actor.closed_before, parties)
    ]


async def _waiting(uow: Reading, tickets: Sequence[Ticket]) -> list[OwnObservation]:
    """Reports in the mailbox as their observer sees them, newest first."""
    zone = ZoneInfo(await arriving.get_zone(uow)) if tickets else UTC
    return [
        OwnObservation(
            observation_id=ticket.observation_id,
            state="received",
            filed_on=local_day(ticket.filed_at, zone),
            urgent=False,
            known="not_yet",
            disclosed_on=None,
        )
        for ticket in sorted(tickets, key=lambda t: (t.filed_at, t.observation_id), reverse=True)
    ]


async def _seen_by(uow: Reading, new: ObservationNew) -> tuple[queries.ClassZone, Observer]:
    if new.slip or new.slip_from is not None:
        return await _by_slip(uow, new)
    return await (_by_member(uow, new) if Role.STUDENT in uow.actor.roles else _by_staff(uow, new))


async def _by_member(uow: Reading, new: ObservationNew) -> tuple[queries.ClassZone, Observer]:
    actor = uow.actor
    uow.require(actions.OBSERVATION_ADD, Resource(org_id=actor.org_id, kind="observation", student_id=actor.account_id))
    term = await _own_term(uow)
    if new.student_id == actor.account_id:
        raise wrong(uow, "$.studentId", "yourself")
    if new.class_id not in {None, term.class_id}:
        raise NotFound
    zone = await queries.find_class_zone(uow.conn, actor.org_id, term.class_id, new.student_id)
    if zone is None:
        raise NotFound
    return zone, Observer(account_id=actor.account_id, name=term.student_name, part="member")


async def _by_staff(uow: Reading, new: ObservationNew) -> tuple[queries.ClassZone, Observer]:
    uow.require_org(actions.OBSERVATION_ADD, "observation")
    zone, account = await _class_zone(uow, new), uow.actor.account_id
    name = await queries.find_staff_name(uow.conn, uow.actor.org_id, account)
    if name is None:
        raise NotFound
    return zone, Observer(account_id=account, name=name, part="staff")


async def _by_slip(uow: Reading, new: ObservationNew) -> tuple[queries.ClassZone, Observer]:
    """A counsellor enters what a member wrote on paper: the writer is the observer, else nobody (P7)."""
    uow.require_org(actions.OBSERVATION_ADD, "observation")
    if Role.COUNSELLOR not in uow.actor.roles:
        raise SlipNeedsCounsellor
    if not new.slip:
        raise wrong(uow, "$.slip", "required")
    if new.slip_from is None:
        return await _class_zone(uow, new), Observer(account_id=None, name="", part="unsigned_slip")
    writer = await committees.find_serving(uow, new.slip_from)
    if writer is None:
        raise wrong(uow, "$.slipFrom", "not-serving")
    if new.student_id == new.slip_from:
        raise wrong(uow, "$.studentId", "writer")
    zone = await _class_zone(uow, new, otherwise=writer.class_id)
    if zone.class_id != writer.class_id:
        raise wrong(uow, "$.slipFrom", "not-serving")
    return zone, Observer(account_id=new.slip_from, name=writer.student_name, part="member")


async def _class_zone(uow: Reading, new: ObservationNew, otherwise: UUID | None = None) -> queries.ClassZone:
    """The class that staff name by itself or by a student; `otherwise` where they name neither."""
    org_id = uow.actor.org_id
    class_id = otherwise if new.class_id is None and new.student_id is None else new.class_id
    if new.student_id is None and class_id is None:
        raise wrong(uow, "$.classId", "required")
    zone = await queries.find_class_zone(uow.conn, org_id, class_id, new.student_id)
    found = zone.class_id if zone else None
    uow.require(actions.OBSERVATION_ADD, Resource(org_id=org_id, kind="observation", class_id=found))
    if zone is None:
        raise NotFound
    return zone


async def _own(
    uow: Reading, row: queries.Marked, openers: frozenset[UUID], disclosed_on: date | None
) -> OwnObservation:
    """One's own report. Who has opened it is counted as of today: who left or became a party no longer knows of it."""
    people = await owning.list_candidates(uow, row.class_id, row.student_id, row.conflicts) if openers else []
    owners = owning_rules.of_rungs(row.rungs, people)
    return OwnObservation(
        observation_id=row.observation_id,
        state=row.state,
        filed_on=local_day(row.filed_at, row.time_zone),
        urgent=row.urgent,
        known=rules.known_by([p for p in people if p.staff_id in openers & owners]),
        disclosed_on=disclosed_on,
    )


async def _own_term(uow: Reading) -> MemberRow:
    term = await committees.find_serving(uow, uow.actor.account_id)
    if term is None:
        raise NotServing
    return term


async def _own_class(uow: Reading, class_id: UUID | None) -> queries.ClassZone:
    term = await _own_term(uow)
    if class_id not in {None, term.class_id}:
        raise NotFound
    return queries.ClassZone(class_id=term.class_id, class_name=term.class_name, time_zone=term.time_zone)


async def _named_class(uow: Reading, class_id: UUID | None) -> queries.ClassZone:
    if class_id is None:
        raise wrong(uow, "$.classId", "required")
    zone = await queries.find_class_zone(uow.conn, uow.actor.org_id, class_id, None)
    if zone is None:
        raise NotFound
    return zone


async def _conflicts(uow: Reading, about: UUID | None) -> list[bytes]:
    """Marks of the people who must not see it: their id in a row would accuse them to a reader of a dump."""
    if about is None:
        return []
    if await queries.find_staff_name(uow.conn, uow.actor.org_id, about) is None:
        raise wrong(uow, "$.aboutStaffId", "not-found")
    return [owning.mark_of(uow, about)]
