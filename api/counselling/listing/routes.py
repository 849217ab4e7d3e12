"""Routes of lists of bookings."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.counselling import actions
from api.counselling.listing import service
from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from schemas.counselling.rows import BookingCursor
from schemas.counselling.wire import BookingLine
from schemas.paging import Page


class BookingListController(Controller):
    """Lists of coming bookings."""

    tags = ("Counselling: bookings",)
    opt = NEUTRAL

    @get("/orgs/{org_id:int}/bookings", operation_id="listBookings", opt={"action": actions.BOOKING_READ})
    async def list_bookings(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        from_: paging.From = None,
        to: paging.To = None,
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
        since: Annotated[
            datetime | None, QueryParameter(description="Only what changed at or after this time.")
        ] = None,
        counsellor_id: Annotated[
            UUID | None, QueryParameter(name="counsellorId", description="Only bookings with this counsellor.")
        ] = None,
    ) -> Page[BookingLine]:
        """Lists the bookings that you take part in, by time, cancelled ones included.

        A range is 31 days at most and begins yesterday by default. `since` alone lists everything that changed after
        it, at any time: ask from a little before your last answer.
        """
        place = paging.decode(runner, cursor, BookingCursor)
        rows = await runner.read(service.list_bookings, from_, to, counsellor_id, since, place, limit)
        return paging.page(
            runner, rows, limit, lambda row: BookingCursor(starts_at=row.starts_at, booking_id=row.booking_id)
        )
