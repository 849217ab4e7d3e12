"""Routes of bookings."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.counselling import actions
from api.counselling.bookings import service
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from schemas.counselling.wire import Booking, BookingMove, BookingNew, BookingNote, BookingOutcome


class BookingController(Controller):
    """Bookings of counselling."""

    path = "/orgs/{org_id:int}/bookings"
    opt = NEUTRAL
    tags = ("Counselling: bookings",)

    @post(operation_id="addBooking", opt={"action": actions.BOOKING_ADD})
    async def add_booking(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[BookingNew]
    ) -> Booking:
        """Books a free time for a student.

        A guardian books for the child, a student for themself (privately if wished), a class teacher by referral, a
        counsellor by invitation. 409 `time-taken` when somebody was faster, 409 `slot-not-offered` when no hours offer
        that start, 409 `family-busy` when the student or the guardian has another appointment then.
        """
        return await runner.write_checked(service.check_booking, service.add_checked, data, again=service.get_booking)

    @get("/{booking_id:uuid}", operation_id="getBooking", opt={"action": actions.BOOKING_READ})
    async def get_booking(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], booking_id: FromPath[UUID]
    ) -> Booking:
        """Returns a booking that you take part in."""
        return await runner.read(service.get_booking, booking_id)

    @post(
        "/{booking_id:uuid}/move", operation_id="moveBooking", opt={"action": actions.BOOKING_CHANGE}, status_code=200
    )
    async def move_booking(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        booking_id: FromPath[UUID],
        data: JSONBody[BookingMove],
        version: NamedDependency[int],
    ) -> Booking:
        """Moves a coming booking to another time, counsellor, mode or room.

        The old time is kept until the new one is certain: an error changes nothing. 409 `time-taken` when somebody was
        faster, 409 `slot-not-offered` when no hours offer that start, 409 `booking-over` once the session has begun,
        409 `booking-closed` when the booking is cancelled or closed, 409 `family-busy` when the student or the guardian has
        another appointment then.
        """
        return await runner.write(service.move_booking, booking_id, data, version, again=service.get_booking)

    @post(
        "/{booking_id:uuid}/cancel",
        operation_id="cancelBooking",
        opt={"action": actions.BOOKING_CHANGE},
        status_code=200,
    )
    async def cancel_booking(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        booking_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Booking:
        """Cancels a coming booking.

        Cancelling again changes nothing. 409 `booking-over` once the session has begun, 409 `booking-closed` when its
        outcome is noted.
        """
        return await runner.write(service.cancel_booking, booking_id, version, again=service.get_booking)

    @post(
        "/{booking_id:uuid}/outcome",
        operation_id="closeBooking",
        opt={"action": actions.BOOKING_CLOSE},
        status_code=200,
    )
    async def close_booking(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        booking_id: FromPath[UUID],
        data: JSONBody[BookingOutcome],
        version: NamedDependency[int],
    ) -> Booking:
        """Notes that a session took place or was missed, as its counsellor.

        409 `booking-not-begun` before the session, 409 `booking-closed` when the booking is cancelled or closed.
        """
        return await runner.write(service.close_booking, booking_id, data, version, again=service.get_booking)

    @get("/{booking_id:uuid}/note", operation_id="getBookingNote", opt={"action": actions.BOOKING_NOTE_READ})
    async def get_note(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], booking_id: FromPath[UUID]
    ) -> BookingNote:
        """Returns what a booking is about, for its counsellor until two weeks after it.

        Each look is recorded.
        """
        return await runner.read_confidential(service.get_note, booking_id)
