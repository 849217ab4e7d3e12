"""Registers the feature: sign-in, sessions, devices and preferences."""

from api.accounts import actions, purging
from api.core.daily import Daily
from api.core.feature import Feature, actions_in
from api.core.tasks import Task
from schemas.accounts.tasks import PurgeIdempotency

FEATURE = Feature(
    name="accounts",
    actions=actions_in(actions),
    tasks=(Task(PurgeIdempotency, purging.purge_idempotency),),
    daily=(Daily(PurgeIdempotency()),),
)
