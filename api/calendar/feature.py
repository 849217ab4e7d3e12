"""Registers the feature: events, invites, feeds and replies."""

from api.calendar.replies import service as replies
from api.core.feature import Feature
from api.core.tasks import Task
from schemas.calendar.tasks import CalendarReply

FEATURE = Feature(name="calendar", tasks=(Task(CalendarReply, replies.apply),))
