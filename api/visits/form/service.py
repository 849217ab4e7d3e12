"""What a class teacher needs to propose a visit, in one answer (V1, V9)."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core import claims
from api.core.access import Action, Thing
from api.core.errors import NotFound
from api.core.unit import Unit
from api.visits.form import queries
from api.visits.offers import rules as offer_rules
from api.visits.offers import service as offers
from schemas.visit_screens import VisitForm, VisitFormStudent


async def get_form(unit: Unit, student_id: UUID, minutes: int) -> VisitForm:
    """The pupil, the family's offers, who could come, and when a visit of `minutes` suits the family and whoever asks.

    Raises NotFound.
    """
    actor = unit.actor
    pupil = await queries.find_pupil(unit.conn, actor.org_id, student_id)
    class_id = pupil.class_id if pupil else None
    unit.require(
        Action.VISIT_PROPOSE, Thing(org_id=actor.org_id, kind="visit", student_id=student_id, class_id=class_id)
    )
    if pupil is None:
        raise NotFound
    until = unit.now + offer_rules.AHEAD + timedelta(minutes=minutes)
    taken = await claims.busy(unit.conn, {actor.account_id}, unit.now, until, unit.now)
    busy = [(b.starts_at, b.ends_at) for b in taken]
    offered = await offers.offered(unit, student_id, ZoneInfo(pupil.time_zone), busy, timedelta(minutes=minutes))
    return VisitForm(
        time_zone=pupil.time_zone,
        student=VisitFormStudent(
            student_id=student_id, name=pupil.name, class_name=pupil.class_name, needs_on_site=pupil.needs_on_site
        ),
        offers=offered.offers,
        team=await queries.list_team(unit.conn, actor.org_id, pupil.class_id, student_id, actor.account_id),
        times=offered.times,
    )
