"""A proposal before it is written: its texts are sealed, and its day is checked against the school's calendar."""

from datetime import datetime, timedelta

from api.core.db import uuid7
from api.core.local_time import local_day
from api.core.unit_of_work import Reading
from api.school_calendar import service as school_calendar
from api.visits.errors import wrong
from api.visits.visits import rules
from api.visits.visits.queries import NewVisit
from schemas.school_calendar.rows import OrgCalendar
from schemas.visits.wire import VisitNew


def check_day(uow: Reading, calendar: OrgCalendar, starts_at: datetime, ends_at: datetime) -> None:
    """Raises Invalid outside the organisation's hours for visits, and on public holidays and days that it closed."""
    if not school_calendar.within_visit_hours(calendar, starts_at, ends_at):
        raise wrong(uow, "$.startsAt", "hours")
    if school_calendar.is_closed(calendar, local_day(starts_at, calendar.time_zone)):
        raise wrong(uow, "$.startsAt", "closed")


async def new_visit(uow: Reading, new: VisitNew, held_until: datetime | None) -> NewVisit:
    """A proposal with an id and sealed texts."""
    visit_id = uuid7()
    texts = {"place": new.place, "message": new.message}
    plain = {rules.place(visit_id, n): t.encode() for n, t in texts.items() if t is not None}
    sealed = await uow.vault.seal_fields(uow.actor.org_id, plain) if plain else {}
    return NewVisit(
        org_id=uow.actor.org_id,
        visit_id=visit_id,
        student_id=new.student_id,
        proposed_by=uow.actor.account_id,
        team=sorted(new.team),
        mode=new.mode,
        place_sealed=sealed.get(rules.place(visit_id, "place")),
        message_sealed=sealed.get(rules.place(visit_id, "message")),
        starts_at=new.starts_at,
        ends_at=new.starts_at + timedelta(minutes=new.minutes),
        held_until=held_until,
    )
