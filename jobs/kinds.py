"""Every kind of task and its handler, in one list."""

from jobs import booking_changed, deliver, invite, purge, sign_in_code
from jobs.runner import Handlers
from schemas.tasks import BookingChanged, DeliverMessage, Purge, SendInvite, SignInCode

HANDLERS: Handlers = {
    BookingChanged.kind: booking_changed.HANDLER,
    DeliverMessage.kind: deliver.HANDLER,
    SendInvite.kind: invite.HANDLER,
    SignInCode.kind: sign_in_code.HANDLER,
    Purge.kind: purge.HANDLER,
}
