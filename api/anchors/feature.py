"""Registers the feature: anchors of the chains of openings."""

from api.anchors import service
from api.core.daily import Daily
from api.core.feature import Feature
from api.core.tasks import MultiOrgTask
from schemas.anchors.tasks import AnchorChains

FEATURE = Feature(
    name="anchors",
    tasks=(MultiOrgTask(AnchorChains, service.anchor_chains),),
    daily=(Daily(AnchorChains()),),
)
