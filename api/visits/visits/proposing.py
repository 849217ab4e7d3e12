"""A proposal before it is written: its texts are sealed, and its day is checked against the school's calendar."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.core import claims
from api.core.db import uuid7
from api.core.errors import TimeTaken
from api.core.local_time import local_day
from api.core.unit_of_work import Reading
from api.roster.leaves import service as leaves
from api.school_calendar import service as school_calendar
from api.visits.availability import service as availability
from api.visits.availability.rules import Span
from api.visits.errors import wrong
from api.visits.visits import rules
from api.visits.visits.queries import NewVisit
from schemas.school_calendar.rows import OrgCalendar
from schemas.visits.rows import VisitRow
from schemas.visits.wire import VisitMode, VisitMove, VisitNew


def check_day(uow: Reading, calendar: OrgCalendar, starts_at: datetime, ends_at: datetime) -> None:
    """Raises Invalid outside the organisation's hours for visits, and on public holidays and days that it closed."""
    if not school_calendar.within_visit_hours(calendar, starts_at, ends_at):
        raise wrong(uow, "$.startsAt", "hours")
    if school_calendar.is_closed(calendar, local_day(starts_at, calendar.time_zone)):
        raise wrong(uow, "$.startsAt", "closed")


async def new_visit(uow: Reading, new: VisitNew, held_until: datetime | None) -> NewVisit:
    """A proposal with an id and sealed texts. Raises TimeTaken where somebody of its team is on leave."""
    visit_id, ends_at = uuid7(), new.starts_at + timedelta(minutes=new.minutes)
    if await leaves.is_away(uow, new.team, new.starts_at, ends_at):
        raise TimeTaken
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
        ends_at=ends_at,
        held_until=held_until,
        host_id=await _find_host(uow, new.student_id, new.mode, (new.starts_at, ends_at), new.place),
    )


async def propose_again(uow: Reading, rows: list[VisitRow], move: VisitMove) -> list[VisitRow]:
    """The visits of one stop at another time: where the family offers it, and at whose place that is. Raises TimeTaken, as above."""
    moved = [rules.proposed(row, move.starts_at, move.minutes, uow.actor) for row in rows]
    first, span = rows[0], (moved[0].starts_at, moved[0].ends_at)
    if await leaves.is_away(uow, first.team_ids, *span):
        raise TimeTaken
    if first.mode == "video":
        return [msgspec.structs.replace(row, host_id=None) for row in moved]
    before = await _place(uow, first)
    shared = [one for one in first.guardian_ids if all(one in row.guardian_ids for row in rows)]
    spans = (first.starts_at, first.ends_at), span
    place = await availability.follow_place(uow, first.student_id, shared, spans, before)
    host = await _find_host(uow, first.student_id, first.mode, span, place)
    if place is not None and place == before:
        host = host or first.host_id  # at a time that nobody gave it is still their place
    sealed = await _seal(uow, moved, place) if place != before else {row.visit_id: row.place_sealed for row in moved}
    return [msgspec.structs.replace(row, host_id=host, place_sealed=sealed.get(row.visit_id)) for row in moved]


async def accept_wish(uow: Reading, rows: list[VisitRow], moved: list[VisitRow]) -> list[VisitRow]:
    """The moved visits, agreed on where a guardian wished for this time and has it still.

    Who has something else by now is asked, as ever, so that nobody learns of it.
    """
    who = [rules.wisher(row, to.starts_at, to.ends_at) for row, to in zip(rows, moved, strict=True)]
    people = {one for one in who if one}
    taken = await claims.busy(uow.conn, people, moved[0].starts_at, moved[0].ends_at, uow.now) if people else []
    old = rows[0].starts_at, rows[0].ends_at
    busy = {one.subject_id for one in taken if (one.starts_at, one.ends_at) != old}
    found = zip(rows, moved, who, strict=True)
    return [rules.accepted(row, to, one) if one not in busy else to for row, to, one in found]


async def _place(uow: Reading, row: VisitRow) -> str | None:
    at = rules.place(row.visit_id, "place")
    sealed = {at: row.place_sealed} if row.place_sealed is not None else {}
    return rules.words(row, await uow.vault.open_fields(row.org_id, sealed) if sealed else {}).place


async def _seal(uow: Reading, rows: list[VisitRow], place: str | None) -> dict[UUID, bytes]:
    """The place, sealed for each of these visits."""
    if place is None:
        return {}
    at = {rules.place(row.visit_id, "place"): row.visit_id for row in rows}
    sealed = await uow.vault.seal_fields(uow.actor.org_id, dict.fromkeys(at, place.encode()))
    return {at[name]: text for name, text in sealed.items()}


async def _find_host(uow: Reading, student_id: UUID, mode: VisitMode, span: Span, place: str | None) -> UUID | None:
    return None if mode == "video" else await availability.find_host(uow, student_id, span, place)
