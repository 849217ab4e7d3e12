"""Campaigns on the first screen: a family that is asked for times sees the question until somebody of it has answered."""

from collections.abc import Sequence

from api.campaigns import actions
from api.campaigns.families import service as families
from api.campaigns.families.queries import HAS_OPEN_ASKS
from api.core import access
from api.core.first_screen import HomePart, Probe, ScreenFields
from schemas.campaigns.home import FamilyAsked, HomeCampaigns


def _asked(found: Sequence[list[FamilyAsked]]) -> HomeCampaigns:
    return HomeCampaigns(times_asked=[one for asked in found for one in asked])


HOME = (
    HomePart(
        read=families.list_open_asks,
        nothing=list[FamilyAsked](),
        asked=lambda actor: bool(access.reach(actor, actions.CAMPAIGN_ANSWER).student_ids),
        probe=Probe(sql=HAS_OPEN_ASKS, actions=(actions.CAMPAIGN_ANSWER,)),
        screen=ScreenFields(shape=HomeCampaigns, of=_asked),
    ),
)
