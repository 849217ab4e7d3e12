"""The feature's screens in the tour of the app (`tests/clients/tour.py`)."""

from tests.clients.site import LEADER, MOTHER, TEACHER

SCREENS = [
    {"name": "parents", "route": "/parents", "who": TEACHER},
    {"name": "parents-school", "route": "/parents", "who": LEADER},
    {"name": "parents-mine", "route": "/parents", "who": MOTHER},
]
