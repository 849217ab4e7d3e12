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
from schemas.accounts.tasks import SignInCode
from schemas.calendar.tasks import CalendarReply, SendInvite
from schemas.counselling.tasks import BookingChanged
from schemas.figures.tasks import CountFigures
from schemas.messages.tasks import DeliverMessage
from schemas.notices.tasks import RemindNotice, SendNotice, TellNotice
from schemas.observations.tasks import ObservationDue, ObservationFiled
from schemas.platform.tasks import Purge
from schemas.roster.tasks import ImportRoster
from schemas.visits.tasks import VisitChanged

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
