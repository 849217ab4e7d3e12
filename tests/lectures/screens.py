"""Where the app shows lectures."""

from tests.clients.calls import Api
from tests.clients.site import LEADER, MOTHER, TEACHER

SCHOOL = 101
_ROUTE = "/lectures/:at*"
_SHELF = "/library/:at*"


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


async def _past(api: Api) -> str:
    first = (await api.get("me/lectures/past"))["items"][0]
    return f"/library/{first['orgId']}/{first['lectureId']}/mine"


async def _entry(api: Api) -> str:
    return (await _made(api)).removesuffix("/run").replace("lectures", "library")


async def _library(_: Api) -> str:
    return f"/library/{SCHOOL}"


async def _all_past(_: Api) -> str:
    return "/library"


async def _list(_: Api) -> str:
    return "/lectures"


SCREENS = [
    {"name": "lectures", "route": _ROUTE, "who": MOTHER, "at": _list},
    {"name": "lecture", "route": _ROUTE, "who": MOTHER, "at": _mine},
    {"name": "lectures-made", "route": _ROUTE, "who": LEADER, "at": _list},
    {"name": "lecture-made", "route": _ROUTE, "who": TEACHER, "at": _made},
    {"name": "lecture-edit", "route": _ROUTE, "who": TEACHER, "at": _edited},
    {"name": "lecture-training", "route": _ROUTE, "who": LEADER, "at": _training},
    {"name": "lectures-past", "route": _SHELF, "who": MOTHER, "at": _all_past},
    {"name": "lecture-past", "route": _SHELF, "who": MOTHER, "at": _past},
    {"name": "lecture-entry", "route": _SHELF, "who": TEACHER, "at": _entry},
    {"name": "lecture-library", "route": _SHELF, "who": LEADER, "at": _library},
    {"name": "lecture-new", "route": _ROUTE, "who": LEADER, "at": _new},
]
