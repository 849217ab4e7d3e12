"""Filing: what a member or the staff saw, kept so that nothing but the key store can tell who filed it (R1, R8, P3)."""

from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from api.core import tasks
from api.core.access import Action, Role, Thing
from api.core.errors import IdempotencyMismatch, NotFound
from api.core.unit import Unit
from api.observations.committees import service as committees
from api.observations.committees.rules import today
from api.observations.errors import NobodyThere, NotServing, SlipNeedsCounsellor, wrong
from api.observations.filing import queries, rules
from api.observations.owning import rules as owning_rules
from api.observations.owning import service as owning
from schemas.observations import (
    Candidate,
    Filed,
    MemberRow,
    ObservationForm,
    ObservationNew,
    ObservationText,
    Observer,
    OwnObservation,
    Rung,
)
from schemas.tasks import ObservationDue, ObservationFiled


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked, once it is known to be allowed."""

    new: ObservationNew
    text: ObservationText
    observer: Observer
    place: queries.Place
    conflicts: list[bytes]


async def add_observation(unit: Unit, key: str, asked: bytes, new: ObservationNew) -> Filed:
    """Files what somebody saw. The same `key` again answers the same and files nothing.

    Raises NotFound, NotServing, SlipNeedsCounsellor, Invalid, NobodyThere, IdempotencyMismatch.
    """
    report = await _report(unit, new)
    account, observation_id = unit.actor.account_id, uuid4()
    receipt, mark = unit.sealer.mark("receipt", account, key), unit.sealer.mark("asked", account, key, asked.hex())
    hour = rules.hour_of(unit.now)
    earlier = await queries.take_receipt(unit.conn, unit.actor.org_id, receipt, mark, observation_id, hour)
    if earlier is None:
        await _file(unit, report, observation_id)
        return Filed(observation_id=observation_id, state="received")
    if earlier.asked != mark:
        raise IdempotencyMismatch
    return Filed(observation_id=earlier.observation_id, state=earlier.state)


async def list_own(unit: Unit) -> list[OwnObservation]:
    """How one's own reports of this term stand, newest first; never what they say."""
    account = unit.actor.account_id
    unit.require(Action.OBSERVATION_OWN_READ, Thing(org_id=unit.actor.org_id, kind="observation", student_id=account))
    rows = await queries.list_marked(unit.conn, unit.actor.org_id, unit.now - rules.OWN_SHOWN)
    mine = [row for row in rows if row.observer_mark == unit.sealer.mark("observer", row.observation_id, account)]
    return [
        OwnObservation(
            observation_id=row.observation_id,
            state=row.state,
            filed_on=row.filed_at.astimezone(ZoneInfo(row.time_zone)).date(),
        )
        for row in mine
    ]


async def get_form(unit: Unit, class_id: UUID | None) -> ObservationForm:
    """Whom a member can name, or a counsellor who enters a slip of this class. Raises NotServing, NotFound, Invalid."""
    org_id, account = unit.actor.org_id, unit.actor.account_id
    unit.require(Action.OBSERVATION_FORM_READ, Thing(org_id=org_id, kind="observation", student_id=account))
    pupil = Role.STUDENT in unit.actor.roles
    place = await (_own_class(unit, class_id) if pupil else _named_class(unit, class_id))
    return ObservationForm(
        class_id=place.class_id,
        class_name=place.class_name,
        classmates=await queries.list_classmates(unit.conn, org_id, place.class_id, account if pupil else None),
        teachers=await queries.list_teachers(unit.conn, org_id, place.class_id),
        members=[] if pupil else await committees.list_serving(unit, place.class_id),
    )


async def forget_receipts(unit: Unit) -> None:
    """Forgets what no telephone repeats any more. For the worker."""
    unit.require(Action.OBSERVATION_ADD, Thing(org_id=unit.actor.org_id, kind="observation"))
    await queries.remove_receipts(unit.conn, unit.actor.org_id, unit.now - rules.RECEIPTS_KEPT)


async def _report(unit: Unit, new: ObservationNew) -> Report:
    """Who saw what in which class, and whether they may file it.

    Raises NotFound, NotServing, SlipNeedsCounsellor, Invalid.
    """
    place, observer = await _seen_by(unit, new)
    day = today(unit.now, place.time_zone)
    seen_on = new.seen_on or day
    if code := rules.wrong_day(seen_on, day):
        raise wrong(unit, "$.seenOn", code)
    return Report(
        new=new,
        text=ObservationText(kind=new.kind, text=new.text, seen_on=seen_on),
        observer=observer,
        place=place,
        conflicts=await _conflicts(unit, new.about_staff_id),
    )


async def _seen_by(unit: Unit, new: ObservationNew) -> tuple[queries.Place, Observer]:
    if new.slip or new.slip_from is not None:
        return await _by_slip(unit, new)
    return await (_by_member(unit, new) if Role.STUDENT in unit.actor.roles else _by_staff(unit, new))


async def _by_member(unit: Unit, new: ObservationNew) -> tuple[queries.Place, Observer]:
    actor = unit.actor
    unit.require(Action.OBSERVATION_ADD, Thing(org_id=actor.org_id, kind="observation", student_id=actor.account_id))
    term = await _own_term(unit)
    if new.student_id == actor.account_id:
        raise wrong(unit, "$.studentId", "yourself")
    if new.class_id not in {None, term.class_id}:
        raise NotFound
    place = await queries.find_place(unit.conn, actor.org_id, term.class_id, new.student_id)
    if place is None:
        raise NotFound
    return place, Observer(account_id=actor.account_id, name=term.student_name, part="member")


async def _by_staff(unit: Unit, new: ObservationNew) -> tuple[queries.Place, Observer]:
    unit.require_org(Action.OBSERVATION_ADD, "observation")
    place, account = await _place(unit, new), unit.actor.account_id
    name = await queries.find_staff_name(unit.conn, unit.actor.org_id, account)
    if name is None:
        raise NotFound
    return place, Observer(account_id=account, name=name, part="staff")


async def _by_slip(unit: Unit, new: ObservationNew) -> tuple[queries.Place, Observer]:
    """A counsellor enters what a member wrote on paper: whoever wrote it is the observer, else nobody (P7)."""
    unit.require_org(Action.OBSERVATION_ADD, "observation")
    if Role.COUNSELLOR not in unit.actor.roles:
        raise SlipNeedsCounsellor
    if not new.slip:
        raise wrong(unit, "$.slip", "required")
    if new.slip_from is None:
        return await _place(unit, new), Observer(account_id=None, name="", part="unsigned_slip")
    writer = await committees.find_serving(unit, new.slip_from)
    if writer is None:
        raise wrong(unit, "$.slipFrom", "not-serving")
    if new.student_id == new.slip_from:
        raise wrong(unit, "$.studentId", "writer")
    place = await _place(unit, new, otherwise=writer.class_id)
    if place.class_id != writer.class_id:
        raise wrong(unit, "$.slipFrom", "not-serving")
    return place, Observer(account_id=new.slip_from, name=writer.student_name, part="member")


async def _place(unit: Unit, new: ObservationNew, otherwise: UUID | None = None) -> queries.Place:
    """The class that staff name by itself or by a pupil; `otherwise` where they name neither."""
    org_id = unit.actor.org_id
    class_id = otherwise if new.class_id is None and new.student_id is None else new.class_id
    if new.student_id is None and class_id is None:
        raise wrong(unit, "$.classId", "required")
    place = await queries.find_place(unit.conn, org_id, class_id, new.student_id)
    found = place.class_id if place else None
    unit.require(Action.OBSERVATION_ADD, Thing(org_id=org_id, kind="observation", class_id=found))
    if place is None:
        raise NotFound
    return place


async def _own_term(unit: Unit) -> MemberRow:
    term = await committees.find_serving(unit, unit.actor.account_id)
    if term is None:
        raise NotServing
    return term


async def _own_class(unit: Unit, class_id: UUID | None) -> queries.Place:
    term = await _own_term(unit)
    if class_id not in {None, term.class_id}:
        raise NotFound
    return queries.Place(class_id=term.class_id, class_name=term.class_name, time_zone=term.time_zone)


async def _named_class(unit: Unit, class_id: UUID | None) -> queries.Place:
    if class_id is None:
        raise wrong(unit, "$.classId", "required")
    place = await queries.find_place(unit.conn, unit.actor.org_id, class_id, None)
    if place is None:
        raise NotFound
    return place


async def _conflicts(unit: Unit, about: UUID | None) -> list[bytes]:
    """Marks of whoever is to be kept from it: their id in a row would accuse them to anybody who reads a dump."""
    if about is None:
        return []
    if await queries.find_staff_name(unit.conn, unit.actor.org_id, about) is None:
        raise wrong(unit, "$.aboutStaffId", "not-found")
    return [owning.mark_of(unit, about)]


async def _file(unit: Unit, report: Report, observation_id: UUID) -> None:
    """Seals and writes it, by nobody and at the full hour; its keys are random, as usual ones have the millisecond."""
    quiet = owning.as_system(unit)
    quiet.now = rules.hour_of(unit.now)
    new = report.new
    people = await owning.list_candidates(quiet, report.place.class_id, new.student_id, report.conflicts)
    rung = owning_rules.first_rung(people)
    if rung is None:
        raise NobodyThere
    rungs = owning_rules.rungs_of(rung, people, urgent=new.urgent)
    text_id, observer_id = await _seal(quiet, report, rungs, people)
    row = queries.New(
        observation_id=observation_id,
        class_id=report.place.class_id,
        student_id=new.student_id,
        urgent=new.urgent,
        rung=rung,
        rungs=rungs,
        conflicts=report.conflicts,
        # An unsigned slip gets a mark that nobody's account leads to.
        observer_mark=unit.sealer.mark("observer", observation_id, report.observer.account_id or uuid4()),
        text_id=text_id,
        observer_id=observer_id,
        filed_at=quiet.now,
        due_at=owning_rules.due(rung, quiet.now, report.place.time_zone, urgent=new.urgent),
    )
    await queries.add_observation(unit.conn, unit.actor.org_id, row)
    await _plan(unit, quiet, row)


async def _seal(quiet: Unit, report: Report, rungs: list[Rung], people: list[Candidate]) -> tuple[UUID, UUID]:
    """The text for whoever owns it, the observer for the class teacher alone (in conflict: for the counsellors)."""
    about = [report.new.student_id] if report.new.student_id else []
    owners = owning.grants_for(quiet, owning_rules.of_rungs(rungs, people))
    purpose = "class_teacher" if any(c.leads for c in people) else "custodian"
    keepers = owning.grants_for(quiet, owning_rules.keepers(people), purpose)
    text = msgspec.json.encode(report.text).decode()
    seal = quiet.vault.seal
    return (
        await seal(quiet, "observation", text, about, owners, uuid4()),
        await seal(quiet, "observation", rules.padded(report.observer), about, keepers, uuid4()),
    )


async def _plan(unit: Unit, quiet: Unit, row: queries.New) -> None:
    key, at = f"{row.observation_id}", rules.told_at(unit.now, urgent=row.urgent)
    filed, late = (kind(observation_id=row.observation_id) for kind in (ObservationFiled, ObservationDue))
    await tasks.plan(quiet, ObservationFiled.kind, key, filed, at, uuid4())
    await tasks.plan(quiet, ObservationDue.kind, key, late, row.due_at, uuid4())
    unit.due = unit.due or quiet.due
