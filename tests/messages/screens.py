"""Screens of messages for the tour."""

from tests.clients.site import LEADER

SCREENS = [{"name": "school-sms", "route": "/school/sms", "who": LEADER}]
