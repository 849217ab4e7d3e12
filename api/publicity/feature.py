"""Registers the feature: publicity and education work, its log and its returns."""

from api.core.daily import Daily
from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import MultiOrgTask
from api.publicity import actions, demo, templates
from api.publicity.returns import watching
from schemas.publicity.tasks import PublicityAsked, PublicityChecked

FEATURE = Feature(
    name="publicity",
    actions=actions_in(actions),
    tasks=(
        MultiOrgTask(PublicityChecked, watching.publicity_checked),
        MultiOrgTask(PublicityAsked, watching.publicity_asked),
    ),
    templates=templates.TEMPLATES,
    daily=(Daily(PublicityChecked(), org_kind="school"),),
    demo=Demo(life=demo.live),
)
