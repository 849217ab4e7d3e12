"""What owners see of an observation, and what they may do with it: pure functions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from api.core.access import Resource
from api.core.local_time import local_day
from schemas.observations.disclosing.states import CaseDisclosure
from schemas.observations.rows import CaseRow
from schemas.observations.wire import AskedClosing, Case, Observation, Reader, Step


def resource_of(row: CaseRow | None, org_id: int, observation_id: UUID) -> Resource:
    """What the rule looks at. What the actor may not see looks to it, and to the log of refusals, like what is not there."""
    class_id = row.class_id if row else None
    return Resource(org_id=org_id, kind="observation", resource_id=observation_id, class_id=class_id)


def to_wire(row: CaseRow, now: datetime) -> Observation:
    """A row as the wire has it."""
    return Observation(
        observation_id=row.observation_id,
        class_id=row.class_id,
        class_name=row.class_name,
        student_id=row.student_id,
        student_name=row.student_name,
        urgent=row.urgent,
        rung=row.rung,
        rungs=row.rungs,
        state=row.state,
        waits=row.waits,
        outcome=row.outcome,
        filed_on=local_day(row.filed_at, row.time_zone),
        due_at=row.due_at,
        late=row.state != "done" and row.due_at <= now,
        version=row.version,
    )


def combine(
    row: CaseRow,
    steps: Sequence[Step],
    readers: Sequence[Reader],
    closing: AskedClosing | None,
    now: datetime,
    *,
    observer: bool,
    disclosure: CaseDisclosure | None,
    can_ask: bool,
    can_raise: bool,
) -> Case:
    """The same with what was done about it. `observer`: its reader may learn who saw it; `can_ask`: with another custodian."""
    return Case(
        **msgspec.structs.asdict(to_wire(row, now)),
        steps=list(steps),
        readers=list(readers),
        closing=closing,
        can_read_observer=observer,
        can_ask_observer=can_ask,
        disclosure=disclosure,
        can_raise=can_raise,
    )
