"""Where the app shows campaigns."""

from tests.clients.site import LEADER, TEACHER, Api

SCHOOL = 101
_ROUTE = "/campaigns/:org?/:campaign?"


async def _one(api: Api) -> str:
    first = (await api.get(f"orgs/{SCHOOL}/campaigns"))[0]
    return f"/campaigns/{SCHOOL}/{first['campaignId']}"


async def _new(_: Api) -> str:
    return f"/campaigns/{SCHOOL}/new"


async def _list(_: Api) -> str:
    return "/campaigns"


SCREENS = [
    {"name": "campaigns", "route": _ROUTE, "who": LEADER, "at": _list},
    {"name": "campaign", "route": _ROUTE, "who": TEACHER, "at": _one},
    {"name": "campaign-new", "route": _ROUTE, "who": TEACHER, "at": _new},
]
