"""The same tests of the database where asyncpg lacks what several statements in one flush need: each is sent by itself."""

import pytest

from api.core import pipeline
from tests.core.test_db import *  # noqa: F403  # every test of it


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pipeline.PIPELINED, "asyncpg has changed: every statement costs a round trip of its own"
    monkeypatch.setattr(pipeline, "PIPELINED", False)
