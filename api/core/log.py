"""Structured logs, one JSON line an event, without personal data.

A failure is logged by its kind and where it arose. Its message is left out, as a database's error quotes the row it is about,
and so are local variables.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import msgspec
import structlog


def configure() -> None:
    """Sets the logging of this process up; once, at start."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_data,
            structlog.processors.JSONRenderer(_dump),
        ],
        logger_factory=structlog.BytesLoggerFactory(file=sys.stderr.buffer),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LibraryFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class LibraryFormatter(logging.Formatter):
    """A warning of a library in the same shape as ours: one JSON line, with its sentence but not what it filled in.

    What a library fills in may be a row, a path with a token, or a text that somebody typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {"event": str(record.msg), "logger": record.name, "level": record.levelname.lower()}
        event["timestamp"] = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        event["exc_info"] = record.exc_info[1] if record.exc_info else None
        return _dump(_without_data(None, "", event)).decode()


def _dump(event: object, **_: object) -> bytes:
    return msgspec.json.encode(event)


def _without_data(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        event["error"] = type(error).__name__
        event["at"] = [
            f"{f.filename.rsplit('/', 2)[-2]}/{f.filename.rsplit('/', 1)[-1]}:{f.lineno} {f.name}" for f in frames
        ]
    return event
