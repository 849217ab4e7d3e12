"""Registers the feature: the days of an organisation's year."""

from api.core.daily import Daily
from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import MultiOrgTask
from api.school_calendar import actions, demo, home
from api.school_calendar.sharing import service as sharing
from schemas.school_calendar.tasks import CalendarCopied, CalendarShared

FEATURE = Feature(
    name="school_calendar",
    actions=actions_in(actions),
    tasks=(
        MultiOrgTask(CalendarShared, sharing.calendar_shared),
        MultiOrgTask(CalendarCopied, sharing.calendar_copied),
    ),
    daily=(Daily(CalendarCopied(), org_kind="school"), Daily(CalendarCopied(), org_kind="centre")),
    home=home.HOME,
    demo=Demo(place=demo.open_calendar),
)
