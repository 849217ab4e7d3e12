"""Registers the feature: a school's people and their import."""

from datetime import timedelta

from api.core.daily import Daily
from api.core.feature import Feature, actions_in
from api.core.tasks import LongTask, MultiOrgTask, Task
from api.roster import actions, applying
from api.roster.leaves import due
from api.roster.leaving import due as leaving
from api.roster.persons import centres
from api.roster.years import graduating
from schemas.roster.tasks import EndGraduates, EndLeaver, ForgetImport, ImportRoster, SettleLeave, TellCentres

FEATURE = Feature(
    name="roster",
    actions=actions_in(actions),
    tasks=(
        LongTask(ImportRoster, applying.import_roster, limit=timedelta(minutes=10)),
        Task(ForgetImport, applying.forget_import),
        Task(SettleLeave, due.settle_leave),
        Task(EndLeaver, leaving.end_leaver),
        MultiOrgTask(EndGraduates, graduating.end_graduates),
        MultiOrgTask(TellCentres, centres.tell_centres),
    ),
    daily=(Daily(EndGraduates(), org_kind="school"),),
)
