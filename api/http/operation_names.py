"""What an operation is called in logs and measurements: no line and no number tells a filing from something ordinary (DESIGN 7)."""

from typing import Any

from api.core.access import PUBLIC

SHARED = "request"
"""One name for every write and for the neutral reads. With names of their own, what is counted as a write and left no row
of an ordinary write would be the filings."""
NEUTRAL: dict[str, Any] = {"neutral": True}
"""`opt` of a controller whose reads share that name: confidential matters, and the commonest ordinary reads."""


def name_of(handler: Any, method: str) -> str:
    """`none` where no route was found. What needs no session, such as signing in, has its own name, so that attacks show.

    Every other write has the shared name. A read has its own unless its controller is neutral.
    """
    name, opt = getattr(handler, "operation_id", None), getattr(handler, "opt", {})
    if name is None:
        return "none"
    if opt.get("action", PUBLIC) is PUBLIC:
        return str(name)
    return str(name) if method in {"GET", "HEAD"} and not opt.get("neutral") else SHARED


def status_of(name: str, status: int) -> int:
    """Under the shared name every success is 200: 201, 204 and 304 would tell operations apart."""
    return 200 if name == SHARED and status < 400 else status


def is_logged(name: str, status: int) -> bool:
    """Successes under the shared name are counted and not logged: a line has a time, which rows can be compared with."""
    return name != SHARED or status >= 400
