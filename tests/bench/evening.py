"""X1: the cores that a city's evening takes, computed from the CPU that a push and a first screen took in this run."""

from tests.bench.row import Row

GUARDIANS = 3_300_000
OPEN = 0.3
SECONDS = 600


def x1(rows: list[Row]) -> Row:
    """A notice to every guardian, of whom three in ten open the first screen, all within ten minutes."""
    what = "a city's evening: a notice to 3.3 M guardians, 30 % open the first screen within ten minutes"
    screen = next((row.ours for row in rows if row.id == "R1b"), None)
    push = next((row.cost for row in rows if row.id == "P1" and row.cost), None)
    if screen is None or push is None:
        return Row(id="X1", what=what, unit="cores", goal=5, kind="value", at_most=True, note="R1 or P1 failed")
    cores = GUARDIANS * (push + OPEN * screen) / 1e6 / SECONDS
    note = f"a push {push:,.0f} µs, a first screen {screen:,.0f} µs, PostgreSQL included"
    return Row(id="X1", what=what, unit="cores", ours=cores, goal=5, kind="value", at_most=True, note=note)
