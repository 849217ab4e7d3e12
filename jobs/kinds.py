"""Every kind of task and its handler, in one list."""

from jobs import (
    booking_changed,
    calendar_reply,
    count_figures,
    deliver,
    import_roster,
    invite,
    observation_due,
    observation_filed,
    purge,
    remind_notice,
    send_notice,
    sign_in_code,
    tell_notice,
    visit_changed,
)
from jobs.runner import Handlers
from schemas.tasks import (
    BookingChanged,
    CalendarReply,
    CountFigures,
    DeliverMessage,
    ImportRoster,
    ObservationDue,
    ObservationFiled,
    Purge,
    RemindNotice,
    SendInvite,
    SendNotice,
    SignInCode,
    TellNotice,
    VisitChanged,
)

HANDLERS: Handlers = {
    BookingChanged.kind: booking_changed.HANDLER,
    DeliverMessage.kind: deliver.HANDLER,
    ImportRoster.kind: import_roster.HANDLER,
    SendInvite.kind: invite.HANDLER,
    SignInCode.kind: sign_in_code.HANDLER,
    Purge.kind: purge.HANDLER,
    SendNotice.kind: send_notice.HANDLER,
    TellNotice.kind: tell_notice.HANDLER,
    RemindNotice.kind: remind_notice.HANDLER,
    ObservationFiled.kind: observation_filed.HANDLER,
    ObservationDue.kind: observation_due.HANDLER,
    VisitChanged.kind: visit_changed.HANDLER,
    CalendarReply.kind: calendar_reply.HANDLER,
    CountFigures.kind: count_figures.HANDLER,
}
