"""The feature's screens in the tour of the app (`tests/clients/tour.py`)."""

from tests.clients.site import LEADER, OFFICER

SCREENS = [
    {"name": "publicity", "route": "/publicity", "who": LEADER},
    {"name": "publicity-schools", "route": "/publicity", "who": OFFICER},
]
