"""Registers the feature: a school's people and their import."""

from datetime import timedelta

from api.core.feature import Feature, actions_in
from api.core.tasks import LongTask, Task
from api.roster import actions, applying
from schemas.roster.tasks import ForgetImport, ImportRoster

FEATURE = Feature(
    name="roster",
    actions=actions_in(actions),
    tasks=(
        LongTask(ImportRoster, applying.import_roster, limit=timedelta(minutes=10)),
        Task(ForgetImport, applying.forget_import),
    ),
)
