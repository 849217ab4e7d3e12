"""Addresses of resets of second factors in the app."""

from tests.clients.site import ADMIN

SCREENS = [{"name": "colleagues", "route": "/me/colleagues", "who": ADMIN, "step_up": True}]
