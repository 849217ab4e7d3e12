"""Bookings on the first screen."""

from collections.abc import Sequence
from datetime import timedelta

from api.core import access
from api.core.access import Role
from api.core.first_screen import HomePart, OrgFields, ScreenFields
from api.core.unit_of_work import Reading
from api.counselling import actions
from api.counselling.bookings.rules import is_client
from api.counselling.clients import serving
from api.counselling.listing import service
from schemas.counselling.home import HomeBookings, HomeTalks
from schemas.counselling.wire import BookingLine
from schemas.home.wire import Need

AHEAD = timedelta(days=14)
MOST = 20
BACK = timedelta(days=60)
"""So long a session without a record is asked for: a term's first weeks, not what an earlier one left."""


async def _read(uow: Reading) -> list[BookingLine]:
    return await service.list_next(uow, uow.now + AHEAD, MOST)


def _combined(found: Sequence[list[BookingLine]]) -> HomeBookings:
    coming = sorted((line for lines in found for line in lines), key=lambda b: (b.starts_at, b.booking_id))
    return HomeBookings(next=coming[:MOST])


async def _read_to_record(uow: Reading) -> list[BookingLine]:
    return await service.list_to_record(uow, uow.now - BACK, MOST)


def _to_record(found: list[BookingLine]) -> list[Need]:
    return [
        Need(
            kind="record_booking",
            org_id=b.org_id,
            resource_id=b.booking_id,
            name=b.student_name,
            student_id=b.student_id,
        )
        for b in found
    ]


async def _read_schools(uow: Reading) -> list[int]:
    return await serving.list_schools(uow.conn)


HOME = (
    HomePart(
        read=_read_schools,
        nothing=list[int](),
        asked=lambda actor: is_client(actor.roles),
        org=OrgFields(shape=HomeTalks, of=lambda schools: HomeTalks(talks_for=schools)),
    ),
    HomePart(
        read=_read_to_record,
        nothing=list[BookingLine](),
        asked=lambda actor: Role.COUNSELLOR in actor.roles,
        needs=_to_record,
    ),
    HomePart(
        read=_read,
        nothing=list[BookingLine](),
        asked=lambda actor: bool(access.scopes(actor, actions.BOOKING_READ)),
        screen=ScreenFields(shape=HomeBookings, of=_combined),
    ),
)
