"""Fixtures of the long tests."""

from collections.abc import Generator

import pytest

from tests.jobs.scene import scene as scene  # noqa: PLC0414  # passed on
from tests.servers import Cluster


@pytest.fixture(scope="module")
def chaos() -> Generator[Cluster]:
    """Servers that keep what they say they keep, to be killed."""
    cluster = Cluster(durable=True)
    try:
        yield cluster.start()
    finally:
        cluster.stop()
