"""`./xinqiao check`: the fast checks, which the commit hooks run as well."""

import sys

import pytest

from api.cli import checks


def test_a_failing_check_fails_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every check runs, and one that fails fails the command."""
    well, broken = [sys.executable, "-c", ""], [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr(checks, "FAST", {"broken": broken, "well": well})
    assert checks.run_check([]) == 1
    report = capsys.readouterr().out
    assert "FAILED  broken" in report
    assert "ok      well" in report
    assert checks.run_check(["well"]) == 0


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A hook that names no check must not pass."""
    with pytest.raises(SystemExit):
        checks.run_check(["nope"])
    assert "unknown check: nope" in capsys.readouterr().err
