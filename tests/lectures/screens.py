"""Where the app shows lectures."""

from tests.clients.calls import Api
from tests.clients.site import LEADER, MOTHER, TEACHER

SCHOOL = 101
_ROUTE = "/lectures/:at*"


async def _mine(api: Api) -> str:
    first = (await api.get("me/lectures"))["items"][0]
    return f"/lectures/{first['orgId']}/{first['lectureId']}"


async def _made(api: Api) -> str:
    last = (await api.get(f"orgs/{SCHOOL}/lectures"))["items"][-1]
    return f"/lectures/{SCHOOL}/{last['lectureId']}/run"


async def _edited(api: Api) -> str:
    return (await _made(api)).removesuffix("run") + "edit"


async def _new(_: Api) -> str:
    return f"/lectures/{SCHOOL}/new"


async def _training(_: Api) -> str:
    return f"/lectures/{SCHOOL}/training"


async def _list(_: Api) -> str:
    return "/lectures"


SCREENS = [
    {"name": "lectures", "route": _ROUTE, "who": MOTHER, "at": _list},
    {"name": "lecture", "route": _ROUTE, "who": MOTHER, "at": _mine},
    {"name": "lectures-made", "route": _ROUTE, "who": LEADER, "at": _list},
    {"name": "lecture-made", "route": _ROUTE, "who": TEACHER, "at": _made},
    {"name": "lecture-edit", "route": _ROUTE, "who": TEACHER, "at": _edited},
    {"name": "lecture-training", "route": _ROUTE, "who": LEADER, "at": _training},
    {"name": "lecture-new", "route": _ROUTE, "who": LEADER, "at": _new},
]
