"""Every kind of task and its handler, in one list."""

from jobs import (
    booking_changed,
    deliver,
    import_roster,
    invite,
    observation_due,
    observation_filed,
    purge,
    sign_in_code,
)
from jobs.runner import Handlers
from schemas.tasks import (
    BookingChanged,
    DeliverMessage,
    ImportRoster,
    ObservationDue,
    ObservationFiled,
    Purge,
    SendInvite,
    SignInCode,
)

HANDLERS: Handlers = {
    BookingChanged.kind: booking_changed.HANDLER,
    DeliverMessage.kind: deliver.HANDLER,
    ImportRoster.kind: import_roster.HANDLER,
    SendInvite.kind: invite.HANDLER,
    SignInCode.kind: sign_in_code.HANDLER,
    Purge.kind: purge.HANDLER,
    ObservationFiled.kind: observation_filed.HANDLER,
    ObservationDue.kind: observation_due.HANDLER,
}
