"""Registers the feature: events, invites, feeds and replies."""

from api.calendar import service
from api.calendar.replies import service as replies
from api.core.feature import Feature
from api.core.tasks import MultiOrgTask, Task
from schemas.calendar.tasks import CalendarReply, SendWaiting

FEATURE = Feature(
    name="calendar", tasks=(Task(CalendarReply, replies.apply), MultiOrgTask(SendWaiting, service.send_waiting))
)
