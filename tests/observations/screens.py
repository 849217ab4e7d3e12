"""Addresses of observations in the app."""

from uuid import uuid4

from tests.clients.calls import Api
from tests.clients.site import OFFICER

BUREAU = 100


async def _over(_: Api) -> str:
    """The demo's schools lack nobody, so it says so. What it shows else is in tests/clients/test_bureau.py."""
    return f"/concerns/school/{BUREAU}/{uuid4()}"


SCREENS = [
    {"name": "school-cases", "route": "/concerns", "who": OFFICER, "step_up": True},
    {
        "name": "school-case",
        "route": "/concerns/:of/:org/:id",
        "who": OFFICER,
        "at": _over,
        "step_up": True,
    },
]
