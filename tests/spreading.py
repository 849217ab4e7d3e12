"""Which tests share one of the processes of a whole run, and with it servers, a database and a running site; and which come first."""

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

APART = ("tests/test_authorization.py", "tests/test_fuzz.py")
"""Their tests share nothing: each takes its turn by itself, in any process that is free."""
SCREENS = "tests/clients/"
MIDDLE = "tests/clients/test_m"
"""Tests of the screens use one site, whose start takes longer than any of them, and take half of a whole run: the files before this name have
one site, the others a second one in another process."""
LONG = (
    *("tests/clients/", "tests/test_fuzz.py", "tests/cli/test_demo.py", "tests/jobs/test_worker.py"),
    *("tests/cli/test_life.py", "tests/test_authorization.py", "tests/test_two_worlds.py", "tests/test_story.py"),
    *("tests/test_day.py", "tests/generated/", "tests/roster/test_city.py", "tests/observations/test_linker.py"),
    *("tests/roster/test_years.py", "tests/campaigns/test_plan_property.py", "tests/roster/test_crash.py"),
)
"""What takes long, the longest first. xdist takes files with few tests last: one process would run on after the others."""


class Spreading(LoadFileScheduling):
    """A file stays in one process, except for what is named above. Those with many tests follow the long ones."""

    _ordered = False

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid) or super()._split_scope(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        if not self._ordered:
            self._ordered = True
            for unit in reversed(long_first(list(self.workqueue))):
                self.workqueue.move_to_end(unit, last=False)
        super()._assign_work_unit(node)


def scope(nodeid: str) -> str | None:
    """The group of a test that does not go by its file."""
    if nodeid.startswith(APART):
        return nodeid
    if nodeid.startswith(SCREENS):
        return f"{SCREENS} {'first' if nodeid < MIDDLE else 'second'} half"
    return None


def long_first(units: list[str]) -> list[str]:
    """The same groups, those named in LONG before the others."""
    place = {name: number for number, name in enumerate(LONG)}
    return sorted(units, key=lambda unit: min((place[n] for n in LONG if unit.startswith(n)), default=len(LONG)))
