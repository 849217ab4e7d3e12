"""Every kind of task and its handler, in one list."""

from jobs import booking_changed, deliver, import_roster, invite, purge, sign_in_code, visit_changed
from jobs.runner import Handlers
from schemas.tasks import BookingChanged, DeliverMessage, ImportRoster, Purge, SendInvite, SignInCode, VisitChanged

HANDLERS: Handlers = {
    BookingChanged.kind: booking_changed.HANDLER,
    DeliverMessage.kind: deliver.HANDLER,
    ImportRoster.kind: import_roster.HANDLER,
    SendInvite.kind: invite.HANDLER,
    SignInCode.kind: sign_in_code.HANDLER,
    Purge.kind: purge.HANDLER,
    VisitChanged.kind: visit_changed.HANDLER,
}
