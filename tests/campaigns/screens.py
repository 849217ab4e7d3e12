"""Where the app shows campaigns."""

from tests.clients.calls import Api
from tests.clients.site import LEADER, TEACHER

SCHOOL = 101
_ROUTE = "/campaigns/:at*"


async def _one(api: Api) -> str:
    first = (await api.get(f"orgs/{SCHOOL}/campaigns"))[0]
    return f"/campaigns/{SCHOOL}/{first['campaignId']}"


async def _plan(api: Api) -> str:
    return f"{await _one(api)}/plan"


async def _new(_: Api) -> str:
    return f"/campaigns/{SCHOOL}/new/edit"


async def _list(_: Api) -> str:
    return "/campaigns"


SCREENS = [
    {"name": "campaigns", "route": _ROUTE, "who": LEADER, "at": _list},
    {"name": "campaign", "route": _ROUTE, "who": TEACHER, "at": _one},
    {"name": "campaign-plan", "route": "/campaigns/:org/:id/plan", "who": TEACHER, "at": _plan},
    {"name": "campaign-new", "route": "/campaigns/:org/:id/edit", "who": TEACHER, "at": _new},
]
