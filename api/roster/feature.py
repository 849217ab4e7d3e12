"""Registers the feature: a school's people and their import."""

from datetime import timedelta

from api.core.feature import Feature, actions_in
from api.core.tasks import LongTask
from api.roster import actions, service
from schemas.roster.tasks import ImportRoster

FEATURE = Feature(
    name="roster",
    actions=actions_in(actions),
    tasks=(LongTask(ImportRoster, service.import_roster, limit=timedelta(minutes=10)),),
)
