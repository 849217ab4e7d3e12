"""An upload is read in a process of its own: a crafted file ends that process, and whoever waits for it is told."""

from itertools import product

import httpx
import msgspec
import psutil
import pytest

from api.core import programs
from api.roster import uploads
from api.roster.checking import CheckOutcome, CheckTask
from api.roster.rules.reading import AS_IT_IS
from schemas.roster.rows import Roster
from tests.forking import PROGRAMS, Forks, start_python
from tests.roster import books
from tests.roster.books import PHONE_B
from tests.roster.school import School

pytestmark = pytest.mark.usefixtures("started")
HUNGRY = "from api.core.confinement import confine; confine(memory=1 << 29, cpu_seconds=1)\n"


def said(answer: bytes) -> CheckOutcome:
    """What a program wrote; its sets have no order."""
    return msgspec.msgpack.decode(answer, type=CheckOutcome)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the service does it: with a Python of its own for each program."""
    monkeypatch.setattr(programs, "run", start_python)


async def test_a_file_that_takes_too_much_is_refused_and_the_service_goes_on(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = psutil.Process().memory_info().rss
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "CHECKING", "tests.roster.greedy")
        answers: list[httpx.Response] = [
            await school.upload(b"x", "memory.xlsx", **{"accept-language": language}) for language in ("zh-CN", "en")
        ]
    assert {(a.status_code, a.json()["type"].rpartition("/")[2]) for a in answers} == {(422, "roster-too-much")}
    assert ["超过上限" in answers[0].json()["detail"], "more memory or time" in answers[1].json()["detail"]] == [
        True,
        True,
    ]
    assert psutil.Process().memory_info().rss - before < 100 << 20
    assert (await school.upload(books.xlsx(books.school()))).status_code == 201
    assert await school.rows("select count(*) from roster_imports where state = 'checked'") == [(1,)]


async def test_a_fault_of_ours_is_told_without_what_it_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "CHECKING", "tests.roster.greedy")
    with pytest.raises(RuntimeError, match=r"ZeroDivisionError at [^ ]*greedy.py:\d+$"):
        await uploads.Desk().check(b"x", "fault.xlsx", "school", Roster(), AS_IT_IS, wait=True)


@pytest.mark.parametrize(
    ("hungry", "ends"),
    [
        ("while True: pass", range(-32, 0)),
        ("bytearray(1 << 30)", {1}),
        ("import tempfile; tempfile.TemporaryFile(buffering=0).write(b'x')", {1}),
    ],
)
async def test_time_memory_and_files_are_limited(hungry: str, ends: set[int] | range) -> None:
    code, _ = await programs.run("-c", HUNGRY + hungry, data=b"", wait=60)
    assert code in ends


async def test_a_program_sees_no_secret_and_ends_with_its_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER_KEY", "secret")
    code, seen = await programs.run("-c", "import os; print(dict(os.environ), os.getcwd())", data=b"", wait=60)
    assert (code, b"secret" in seen, seen.endswith(b" /\n")) == (0, False, True)
    with pytest.raises(TimeoutError):
        await programs.run("-c", "import time; time.sleep(600)", data=b"", wait=0.1)
    assert not [one for one in psutil.Process().children(recursive=True) if "time.sleep(600)" in one.cmdline()]


async def test_a_busy_machine_is_no_fault_of_the_file(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "WAIT", 0.0)
    answer = await school.upload(books.xlsx(books.school()), who=PHONE_B)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")


async def test_a_forked_program_answers_as_one_that_was_started(forks: Forks) -> None:
    book = books.xlsx(books.school())
    task = CheckTask(data=book, file_name="a.xlsx", kind="school", known=Roster(), reading=AS_IT_IS)
    for data, module in product((msgspec.msgpack.encode(task), b"no task", bytes(1 << 20)), PROGRAMS):
        forked, started = [await run("-s", "-P", "-m", module, data=data, wait=60) for run in (forks.run, start_python)]
        assert (forked[0], said(forked[1])) == (started[0], said(started[1])) != (1, b"")
    with pytest.raises(TimeoutError):
        await forks.run("-s", "-P", "-m", PROGRAMS[0], data=b"", wait=0)
    assert await forks.run("-c", "print(1)", data=b"", wait=60) == (0, b"1\n")
