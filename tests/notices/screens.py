"""Where the app shows templates of notices, and saved audiences."""

from tests.clients.calls import Api
from tests.clients.site import LEADER, TEACHER

_ROUTE = "/notices/write/:org?/:id?"


async def _templates(_: Api) -> str:
    return "/notices/write/101?templates"


async def _saved(_: Api) -> str:
    return "/notices/write/101?saved"


SCREENS = [
    {"name": "notice-templates", "route": _ROUTE, "who": TEACHER, "at": _templates},
    {"name": "saved-audiences", "route": _ROUTE, "who": LEADER, "at": _saved},
    {"name": "notice-templates-school", "route": _ROUTE, "who": LEADER, "at": _templates},
]
