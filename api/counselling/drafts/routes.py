"""Routes of drafts of session notes."""

from uuid import UUID

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.counselling import actions
from api.counselling.drafts import service
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from schemas.drafts.wire import Draft, DraftNew, DraftSaved


class SessionNoteDraftController(Controller):
    """What a counsellor is writing of a session and has not filed."""

    path = "/orgs/{org_id:int}/bookings/{booking_id:uuid}/session-note-draft"
    opt = NEUTRAL
    tags = ("Counselling",)

    @get(operation_id="getSessionNoteDraft", opt={"action": actions.SESSION_NOTE_WRITE})
    async def get_draft(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], booking_id: FromPath[UUID]
    ) -> Draft:
        """Returns your own unfinished note of a session; nobody else, custodians included, can open it.

        `version` 0 and no text without one. It ends when the note is filed, and two weeks after the last save. Each look at a text is recorded.
        """
        return await runner.read_confidential(service.open_draft, booking_id)

    @put(operation_id="setSessionNoteDraft", opt={"action": actions.SESSION_NOTE_WRITE})
    async def set_draft(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        booking_id: FromPath[UUID],
        data: JSONBody[DraftNew],
        version: NamedDependency[int],
    ) -> DraftSaved:
        """Saves your unfinished note of a session, sealed, or discards it with a null text.

        `If-Match` is `"v0"` for the first save; 412 `stale` when you saved it elsewhere or filed the note meanwhile. 409 `drafts-full` beyond 20 drafts, 409
        `booking-closed` when the booking was cancelled.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.save_draft, booking_id, data, version, again=service.find_saved)
