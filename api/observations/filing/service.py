"""Filing: what a member or the staff saw, kept so that nothing but the key store can tell who filed it (R1, R8, P3)."""

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from api.accounts.students import service as students
from api.core import tasks
from api.core.access import Resource, Role
from api.core.errors import IdempotencyMismatch, NotFound
from api.core.unit_of_work import Reading, UnitOfWork
from api.observations import actions
from api.observations.committees import service as committees
from api.observations.committees.rules import today
from api.observations.errors import NobodyThere, NotServing, SlipNeedsCounsellor, wrong
from api.observations.filing import queries, rules
from api.observations.openings import service as openings
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from schemas.observations.rows import Candidate, MemberRow
from schemas.observations.tasks import ObservationDue, ObservationFiled
from schemas.observations.wire import (
    Filed,
    ObservationForm,
    ObservationNew,
    ObservationText,
    Observer,
    OwnObservation,
    Rung,
)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked, once it is known to be allowed."""

    new: ObservationNew
    text: ObservationText
    observer: Observer
    zone: queries.ClassZone
    conflicts: list[bytes]


async def add_observation(uow: UnitOfWork, key: str, asked: bytes, new: ObservationNew) -> Filed:
    """Files what somebody saw. The same `key` again answers the same and files nothing.

    Raises NotFound, NotServing, SlipNeedsCounsellor, Invalid, NobodyThere, IdempotencyMismatch.
    """
    report = await _report(uow, new)
    account, observation_id = uow.actor.account_id, uuid4()
    receipt, mark = uow.sealer.mark("receipt", account, key), uow.sealer.mark("asked", account, key, asked.hex())
    hour = rules.hour_of(uow.now)
    earlier = await queries.take_receipt(uow.conn, uow.actor.org_id, receipt, mark, observation_id, hour)
    if earlier is None:
        await _file(uow, report, observation_id)
        return Filed(observation_id=observation_id, state="received")
    if earlier.asked != mark:
        raise IdempotencyMismatch
    return Filed(observation_id=earlier.observation_id, state=earlier.state)


async def list_own(uow: Reading) -> list[OwnObservation]:
    """The state of the actor's own reports of this term, newest first; never their text.

    After a reset of the secret those of before are closed for a week, and for good those about somebody who handed out the code.
    """
    account = uow.actor.account_id
    uow.require(actions.OBSERVATION_OWN_READ, Resource(org_id=uow.actor.org_id, kind="observation", student_id=account))
    rows = await queries.list_marked(uow.conn, uow.actor.org_id, uow.now - rules.OWN_SHOWN)
    closing = await students.find_closing(uow)
    parties = frozenset(owning.mark_of(uow, adult) for adult in closing.adults) if closing else frozenset[bytes]()
    mine = [
        row
        for row in rows
        if row.observer_mark == uow.sealer.mark("observer", row.observation_id, account)
        and not (closing and rules.is_closed(row, closing.closed_before, uow.actor.closed_before, parties))
    ]
    openers = await openings.list_openers(uow, [row.observation_id for row in mine])
    return [await _own(uow, row, openers.get(row.observation_id, frozenset())) for row in mine]


async def get_form(uow: Reading, class_id: UUID | None) -> ObservationForm:
    """Whom a member can name, or a counsellor who enters a slip of this class. Raises NotServing, NotFound, Invalid."""
    org_id, account = uow.actor.org_id, uow.actor.account_id
    uow.require(actions.OBSERVATION_FORM_READ, Resource(org_id=org_id, kind="observation", student_id=account))
    student = Role.STUDENT in uow.actor.roles
    zone = await (_own_class(uow, class_id) if student else _named_class(uow, class_id))
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


async def _report(uow: Reading, new: ObservationNew) -> Report:
    """Who saw what in which class, and whether they may file it.

    Raises NotFound, NotServing, SlipNeedsCounsellor, Invalid.
    """
    zone, observer = await _seen_by(uow, new)
    day = today(uow.now, zone.time_zone)
    seen_on = new.seen_on or day
    if code := rules.wrong_day(seen_on, day):
        raise wrong(uow, "$.seenOn", code)
    return Report(
        new=new,
        text=ObservationText(kind=new.kind, text=new.text, seen_on=seen_on),
        observer=observer,
        zone=zone,
        conflicts=await _conflicts(uow, new.about_staff_id),
    )


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


async def _own(uow: Reading, row: queries.Marked, openers: frozenset[UUID]) -> OwnObservation:
    """One's own report. Who has opened it is counted as of today: who left or became a party no longer knows of it."""
    people = await owning.list_candidates(uow, row.class_id, row.student_id, row.conflicts) if openers else []
    owners = owning_rules.of_rungs(row.rungs, people)
    return OwnObservation(
        observation_id=row.observation_id,
        state=row.state,
        filed_on=row.filed_at.astimezone(ZoneInfo(row.time_zone)).date(),
        urgent=row.urgent,
        known=rules.known_by([p for p in people if p.staff_id in openers & owners]),
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


async def _file(uow: UnitOfWork, report: Report, observation_id: UUID) -> None:
    """Seals and writes it, by nobody and at the full hour; its keys are random, as usual ones have the millisecond."""
    system_uow = owning.as_system(uow)
    system_uow.now = rules.hour_of(uow.now)
    new = report.new
    people = await owning.list_candidates(system_uow, report.zone.class_id, new.student_id, report.conflicts)
    rung = owning_rules.first_rung(people)
    if rung is None:
        raise NobodyThere
    rungs = owning_rules.rungs_of(rung, people, urgent=new.urgent)
    text_id, observer_id = await _seal(system_uow, report, rungs, people)
    row = queries.New(
        observation_id=observation_id,
        class_id=report.zone.class_id,
        student_id=new.student_id,
        urgent=new.urgent,
        rung=rung,
        rungs=rungs,
        conflicts=report.conflicts,
        # An unsigned slip gets a mark that nobody's account leads to.
        observer_mark=uow.sealer.mark("observer", observation_id, report.observer.account_id or uuid4()),
        text_id=text_id,
        observer_id=observer_id,
        filed_at=system_uow.now,
        due_at=owning_rules.due(rung, system_uow.now, report.zone.time_zone, urgent=new.urgent),
    )
    await queries.add_observation(uow.conn, uow.actor.org_id, row)
    await _plan(uow, system_uow, row)


async def _seal(
    system_uow: UnitOfWork, report: Report, rungs: list[Rung], people: list[Candidate]
) -> tuple[UUID, UUID]:
    """The text for its owners, the observer for the class teacher alone (in conflict: for the counsellors)."""
    about = [report.new.student_id] if report.new.student_id else []
    owners = owning.grants_for(system_uow, owning_rules.of_rungs(rungs, people))
    purpose = "class_teacher" if any(c.leads for c in people) else "custodian"
    observer_readers = owning.grants_for(system_uow, owning_rules.observer_readers(people), purpose)
    text = msgspec.json.encode(report.text).decode()
    seal = system_uow.vault.seal
    return (
        await seal(system_uow, "observation", text, about, owners, uuid4()),
        await seal(system_uow, "observation", rules.padded(report.observer), about, observer_readers, uuid4()),
    )


async def _plan(uow: UnitOfWork, system_uow: UnitOfWork, row: queries.New) -> None:
    key, at = f"{row.observation_id}", rules.told_at(uow.now, urgent=row.urgent)
    filed, late = (kind(observation_id=row.observation_id) for kind in (ObservationFiled, ObservationDue))
    await tasks.enqueue(system_uow, ObservationFiled.kind, key, filed, at, uuid4())
    await tasks.enqueue(system_uow, ObservationDue.kind, key, late, row.due_at, uuid4())
    uow.due = uow.due or system_uow.due
