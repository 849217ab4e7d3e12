"""Registers the feature: counts for the bureau."""

from api.core.daily import Daily
from api.core.demo import Demo
from api.core.feature import Feature, actions_in
from api.core.tasks import MultiOrgTask
from api.figures import actions, counting, demo
from schemas.figures.tasks import CountFigures

FEATURE = Feature(
    name="figures",
    actions=actions_in(actions),
    tasks=(MultiOrgTask(CountFigures, counting.count_figures),),
    daily=(Daily(CountFigures(), org_kind="school"),),
    demo=Demo(place=demo.past_months),
)
