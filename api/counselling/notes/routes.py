"""Routes of session notes."""

from uuid import UUID

from litestar import Controller, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.counselling import actions
from api.counselling.notes import service
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from schemas.counselling.notes.wire import SessionNote, SessionNoteKept, SessionNoteNew


class SessionNoteController(Controller):
    """Notes that counsellors write about sessions."""

    path = "/orgs/{org_id:int}/bookings/{booking_id:uuid}/session-note"
    opt = NEUTRAL
    tags = ("Counselling",)

    @get(operation_id="getSessionNote", opt={"action": actions.SESSION_NOTE_READ})
    async def get_note(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], booking_id: FromPath[UUID]
    ) -> SessionNote:
        """Returns the note of a session, for its counsellor and the school's custodians.

        Each look is recorded.
        """
        return await runner.read_confidential(service.get_note, booking_id)

    @put(operation_id="setSessionNote", opt={"action": actions.SESSION_NOTE_WRITE})
    async def set_note(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        booking_id: FromPath[UUID],
        data: JSONBody[SessionNoteNew],
        version: NamedDependency[int],
    ) -> SessionNoteKept:
        """Writes or replaces the note of a session, as its counsellor.

        `If-Match` is `"v0"` for the first note. 409 `booking-not-begun` before the session, 409 `booking-closed` when
        the booking was cancelled.
        """
        return await runner.write(service.set_note, booking_id, data, version, again=service.get_kept)
