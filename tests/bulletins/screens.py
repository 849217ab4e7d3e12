"""Where the app shows bulletins."""

from tests.clients.site import ADMIN

SCREENS = [{"name": "bulletins", "route": "/bulletins", "who": ADMIN}]
