"""Route of the diary."""

from litestar import Controller, get
from litestar.di import NamedDependency

from api.core.access import ME
from api.diary import service
from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from schemas.diary.wire import Diary


class DiaryController(Controller):
    """The appointments of all organisations."""

    tags = ("Counselling: bookings",)
    opt = NEUTRAL

    @get("/me/diary", operation_id="getDiary", opt={"action": ME})
    async def get_diary(
        self, runner: NamedDependency[RequestRunner], from_: paging.From = None, to: paging.To = None
    ) -> Diary:
        """Returns your appointments in all organisations, by time.

        A range is 31 days at most and begins yesterday by default.
        """
        shares = (await runner.each_org(service.get_share, from_, to)).values()
        return Diary(
            bookings=sorted((b for s in shares for b in s.bookings), key=lambda b: (b.starts_at, b.booking_id)),
            visits=sorted((v for s in shares for v in s.visits), key=lambda v: (v.starts_at, v.visit_id)),
        )
