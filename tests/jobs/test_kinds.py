"""Every kind of task has one handler."""

import pytest

from api.core.feature import Duplicate
from api.features import REGISTRY
from jobs.kinds import HANDLERS, OUTSIDE, combine


def test_every_kind_is_handled() -> None:
    assert set(HANDLERS) == set(REGISTRY.tasks) | set(OUTSIDE)


def test_no_handler_takes_a_features_task() -> None:
    kind = next(iter(REGISTRY.tasks))
    with pytest.raises(Duplicate, match=kind):
        combine(REGISTRY, {kind: next(iter(OUTSIDE.values()))})
