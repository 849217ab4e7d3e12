"""An officer in a school: pure functions."""

from uuid import UUID

import msgspec

from api.core.access import Actor, Role
from schemas.observations.bureau import BureauCase, Lacks, SchoolCase, SchoolCaseListed
from schemas.observations.rows import CaseRow
from schemas.observations.wire import Case

_EVERY_RUNG = frozenset({Role.STAFF, Role.OFFICER, Role.SUBJECT_TEACHER, Role.GRADE_LEAD, Role.LEADER})


def stand_in(officer: Actor, class_id: UUID) -> Actor:
    """The officer as an owner of a class's case, whatever its rungs. They are blind to what names them, as every owner is.

    Not the class teacher: who observed it stays with the school.
    """
    return msgspec.structs.replace(
        officer,
        roles=_EVERY_RUNG,
        lead_class_ids=frozenset[UUID](),
        taught_class_ids=frozenset({class_id}),
        child_ids=frozenset[UUID](),
        class_id=None,
    )


def to_listed(told: BureauCase, row: CaseRow, school_name: str, lacks: Lacks) -> SchoolCaseListed:
    """A line of the list."""
    return SchoolCaseListed(
        school_id=told.school_id,
        school_name=school_name,
        observation_id=told.observation_id,
        lacks=lacks,
        urgent=row.urgent,
        told_on=told.told_on,
    )


def to_wire(case: Case, school_id: int, school_name: str, time_zone: str, lacks: Lacks) -> SchoolCase:
    """The case as an officer sees it. They do not raise it: there is nobody at the school to raise it to."""
    fields = msgspec.structs.asdict(msgspec.structs.replace(case, can_raise=False))
    return SchoolCase(**fields, school_id=school_id, school_name=school_name, time_zone=time_zone, lacks=lacks)
