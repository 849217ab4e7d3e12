"""Where the app shows templates of notices."""

from tests.clients.calls import Api
from tests.clients.site import LEADER, TEACHER

_ROUTE = "/notices/write/:org?/:id?"


async def _templates(_: Api) -> str:
    return "/notices/write/101?templates"


SCREENS = [
    {"name": "notice-templates", "route": _ROUTE, "who": TEACHER, "at": _templates},
    {"name": "notice-templates-school", "route": _ROUTE, "who": LEADER, "at": _templates},
]
