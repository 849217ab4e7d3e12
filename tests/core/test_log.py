"""What stands in a log: one JSON line an event, at a time in UTC, and nothing of anybody."""

import io
import logging
import sys
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest
import structlog

from api.core import log
from tests.world import World

PHONE = "13900001111"


class Stream(io.StringIO):
    """A terminal's stream: structlog writes bytes to `buffer`, logging text."""

    def __init__(self) -> None:
        super().__init__()
        self.written = io.BytesIO()
        self.buffer = self.written  # pyright: ignore[reportAttributeAccessIssue]

    def text(self) -> str:
        return self.written.getvalue().decode() + self.getvalue()

    def lines(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(line) for line in self.text().splitlines()]


@pytest.fixture
def stderr(monkeypatch: pytest.MonkeyPatch) -> Generator[Stream]:
    """Logging as a process sets it up; afterwards as it was."""
    stream, root = Stream(), logging.getLogger()
    before, ours = (root.handlers[:], root.level), structlog.get_config()
    monkeypatch.setattr(sys, "stderr", stream)
    log.configure()
    structlog.configure(cache_logger_on_first_use=False)
    yield stream
    structlog.configure(**ours)
    root.handlers[:], root.level = before[0], before[1]


def test_a_line_says_when_what_and_how_grave(stderr: Stream) -> None:
    structlog.get_logger("request").info("request", operation="getHome", status=200)
    (line,) = stderr.lines()
    assert (line["event"], line["level"], line["operation"], line["status"]) == ("request", "info", "getHome", 200)
    assert abs(datetime.fromisoformat(line["timestamp"]) - datetime.now(UTC)).total_seconds() < 60
    assert line["timestamp"].endswith("Z")


def test_a_failure_is_named_without_what_it_was_about(stderr: Stream) -> None:
    try:
        int(f"Key (phone)=({PHONE}) already exists.")
    except ValueError as error:
        structlog.get_logger("problem").error("failed", exc_info=error)
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    assert [(line["error"], line["level"]) for line in stderr.lines()] == [("ValueError", "error")] * 2
    assert all("test_log.py" in line["at"][-1] for line in stderr.lines())
    assert PHONE not in stderr.text()


def test_a_library_says_its_sentence_and_not_what_it_filled_in(stderr: Stream) -> None:
    logging.getLogger("arq.worker").warning("job %s failed: %s", "7f", f"no such phone {PHONE}")
    logging.getLogger("arq.worker").info("what is no warning")
    (line,) = stderr.lines()
    assert (line["event"], line["logger"]) == ("job %s failed: %s", "arq.worker")


def test_no_text_begins_a_line_of_its_own(stderr: Stream) -> None:
    forged = 'x"}\n{"event":"request","status":200}\r\x1b[2J'
    structlog.get_logger("request").info("request", operation=forged)
    logging.getLogger("arq").warning(forged)
    assert len(stderr.lines()) == 2
    assert "\x1b" not in stderr.text()


async def test_every_way_to_sign_in_is_logged_whether_it_worked_or_not(
    world: World, http: httpx.AsyncClient, stderr: Stream
) -> None:
    """By operation and status, which is enough to see an attack, and by nobody's name (DESIGN 7)."""
    phone = world.people.mother.phone
    tries = {
        "signInByPhone": ("phone", {"phone": phone, "code": "123456"}),
        "signInByPassword": ("staff", {"phone": phone, "password": "x", "totp": "123456"}),
        "signInBySecret": ("student", {"classCode": "NOSUCH", "name": "x", "secret": "y"}),
    }
    for path, body in tries.values():
        assert (await http.post(f"/api/v1/auth/{path}", json=body)).status_code == 401
    logged = [(line["operation"], line["status"]) for line in stderr.lines() if line["event"] == "request"]
    assert logged == [(operation, 401) for operation in tries]
    assert phone not in stderr.text()


async def test_refused_input_and_refused_rights_are_logged(world: World, stderr: Stream) -> None:
    async with world.client(world.people.mother) as mother:
        await mother.post(f"/orgs/{world.north}/providers", json={"surprise": 1})
        await mother.get(f"/orgs/{world.north}/roster/imports")
    logged = [line["status"] for line in stderr.lines() if line["event"] == "request"]
    assert logged == [422, 403]
