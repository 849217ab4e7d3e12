"""Screens of accounts for the tour."""

from tests.clients.site import ADMIN


async def _tablet(_: object) -> str:
    return "/sign-in/tablet"


SCREENS = [
    {"name": "codes", "route": "/me/codes", "who": ADMIN, "step_up": True},
    {"name": "school-tablets", "route": "/school/tablets", "who": ADMIN, "step_up": True},
    {"name": "tablet-new", "route": "/sign-in/:mode", "who": None, "at": _tablet},
]
