"""`./xinqiao check`: the fast checks, which the commit hooks run as well."""

import functools
import os
import subprocess
import sys
from collections import Counter

import pytest

from api.cli import checks
from api.cli.environment import ROOT
from tests.spreading import LONG, SCREENS, long_first, scope


def test_a_failing_check_fails_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every check runs, and one that fails fails the command."""
    well, broken = [sys.executable, "-c", ""], [sys.executable, "-c", "raise SystemExit(3)"]
    monkeypatch.setattr(checks, "FAST", {"broken": broken, "well": well})
    assert checks.run_check([]) == 1
    report = capsys.readouterr().out
    assert "FAILED  broken" in report
    assert "ok      well" in report
    assert checks.run_check(["well"]) == 0


def test_what_a_check_says_is_read_in_one_piece(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two run at the same time: each waits until the other has begun, and their lines do not mix."""
    first, second = os.pipe(), os.pipe()
    script = "import os; print('{0} begins', flush=True); os.write({1}, b'x'); os.read({2}, 1); print('{0} ends')"
    one, two = script.format("one", first[1], second[0]), script.format("two", second[1], first[0])
    for end in (*first, *second):
        os.set_inheritable(end, True)
    monkeypatch.setattr(checks.subprocess, "run", functools.partial(subprocess.run, close_fds=False))
    commands = {"one": [sys.executable, "-c", one], "two": [sys.executable, "-c", two]}
    monkeypatch.setattr(checks, "FAST", commands)
    try:
        assert checks.run_check([]) == 0
    finally:
        for end in (*first, *second):
            os.close(end)
    report = capsys.readouterr().out
    assert "── one\none begins\none ends\n── two\ntwo begins\ntwo ends\n" in report


def test_the_tests_run_beside_the_checks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The check waits for what the tests write, at most a moment, and both count."""
    begun, told = os.pipe()
    for end in (begun, told):
        os.set_inheritable(end, True)
    monkeypatch.setattr(checks.subprocess, "run", functools.partial(subprocess.run, close_fds=False))
    script = (
        f"import select; print('beside' if select.select([{begun}], [], [], 30)[0] else 'alone'); raise SystemExit(3)"
    )
    check = [sys.executable, "-c", script]
    tests = [sys.executable, "-c", f"import os; os.write({told}, b'x')"]
    try:
        assert checks.run_all({"check": check}, {"tests": tests}) == 1
    finally:
        os.close(begun)
        os.close(told)
    report = capsys.readouterr().out
    assert "── check\nbeside\n" in report
    assert "FAILED  check" in report
    assert "ok      tests" in report


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A hook that names no check must not pass."""
    with pytest.raises(SystemExit):
        checks.run_check(["nope"])
    assert "unknown check: nope" in capsys.readouterr().err


def test_what_takes_long_comes_first_in_a_whole_run() -> None:
    assert [name for name in LONG if not (ROOT / name).exists()] == []
    short = ["tests/a.py", "tests/b.py"]
    assert long_first([*short, *reversed(LONG)]) == [*LONG, *short]


def test_each_half_of_the_screens_has_a_process() -> None:
    """Two groups of about the same size, whole files each, and both first."""
    files = [f"{SCREENS}{path.name}" for path in (ROOT / SCREENS).glob("test_*.py")]
    halves = [scope(f"{file}::test_{name}") for file in files for name in ("a", "z")]
    assert halves[::2] == halves[1::2]
    sizes = Counter(halves)
    assert len(sizes) == 2
    assert max(sizes.values()) < 2 * min(sizes.values())
    assert long_first(["tests/a.py", *LONG[1:], *map(str, sizes)])[:2] == [*map(str, sizes)]
