"""How long a reset of second factors waits and lasts."""

from datetime import timedelta

REQUEST_LIFE = timedelta(days=7)
"""So long a second adult may confirm."""
WAITING = timedelta(days=3)
"""So long the person can refuse, before what they had counts for nothing."""
LASTS = timedelta(days=7)
"""So long a first second factor can be set then."""
SETTLED = timedelta(days=7)
"""The second adult works there since so long: an administrator does not appoint their own."""
