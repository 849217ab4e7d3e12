"""The feature's screens in the tour of the app (`tests/clients/tour.py`)."""

from tests.clients.site import ADMIN

SCREENS = [{"name": "school-calendar", "route": "/school/calendar", "who": ADMIN}]
