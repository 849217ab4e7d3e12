"""Learning who reported something, by two custodians: pure functions (DESIGN 7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from api.observations.owning import rules as owning_rules
from schemas.observations.disclosing.rows import CaseDisclosureRow, DisclosureRow
from schemas.observations.disclosing.states import CaseDisclosure, DisclosureState
from schemas.observations.disclosing.wire import Disclosure
from schemas.observations.rows import Candidate

ANSWERED_WITHIN = timedelta(hours=24)
"""How long another custodian may agree."""
LOOKED_WITHIN = timedelta(hours=24)
"""How long both may look then."""


def parties(row: DisclosureRow) -> frozenset[UUID]:
    """Who asked and who agreed."""
    return frozenset({row.asked_by} if row.agreed_by is None else {row.asked_by, row.agreed_by})


def seconds(people: Sequence[Candidate], first: UUID) -> frozenset[UUID]:
    """The custodians who count as a second person beside somebody, who is one too. Nobody where that one is none today."""
    return frozenset(c.staff_id for c in owning_rules.seconds(owning_rules.custodians(people), first))


def is_custodian(people: Sequence[Candidate], account_id: UUID) -> bool:
    """Whether somebody may take part in a request about this report today."""
    return any(c.staff_id == account_id for c in owning_rules.custodians(people))


def holds(row: DisclosureRow, people: Sequence[Candidate]) -> bool:
    """Whether those who asked and agreed may still do so today; before anybody agreed, whether somebody could."""
    others = seconds(people, row.asked_by)
    return bool(others) if row.agreed_by is None else row.agreed_by in others


def state_of(row: DisclosureRow | CaseDisclosureRow, now: datetime, *, agreed: bool) -> DisclosureState:
    """How far it is. What ran out a moment ago has ended, though the worker has not written it yet."""
    if row.ended is not None:
        return row.ended
    if row.until <= now:
        return "over" if agreed else "lapsed"
    return "agreed" if agreed else "asked"


def state(row: DisclosureRow, now: datetime) -> DisclosureState:
    """The same of one request."""
    return state_of(row, now, agreed=row.agreed_by is not None)


def to_wire(row: DisclosureRow, people: Sequence[Candidate], me: UUID, now: datetime) -> Disclosure:
    """A request as a custodian sees it."""
    now_state, others = state(row, now), seconds(people, row.asked_by)
    mine = me in parties(row)
    return Disclosure(
        disclosure_id=row.disclosure_id,
        observation_id=row.observation_id,
        class_name=row.class_name,
        student_name=row.student_name,
        state=now_state,
        asked_by_name=row.asked_by_name,
        asked_at=row.asked_at,
        agreed_by_name=row.agreed_by_name,
        agreed_at=row.agreed_at,
        until=row.until,
        can_agree=now_state == "asked" and not row.done and me in others,
        can_look=now_state == "agreed" and mine and holds(row, people),
        can_end=now_state in {"asked", "agreed"} and (mine or (row.agreed_by is None and me in others)),
    )


def to_summary(row: CaseDisclosureRow | None, now: datetime) -> CaseDisclosure | None:
    """The newest request as those see it who own the case."""
    if row is None:
        return None
    return CaseDisclosure(
        disclosure_id=row.disclosure_id,
        state=state_of(row, now, agreed=row.agreed),
        asked_by_name=row.asked_by_name,
        agreed_by_name=row.agreed_by_name,
        at=row.at,
    )
