"""Fixtures of the long tests."""

from tests.jobs.scene import chaos as chaos  # noqa: PLC0414  # passed on
from tests.jobs.scene import scene as scene  # noqa: PLC0414
