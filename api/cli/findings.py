"""What `doctor` says: one finding a line."""

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec

from api.core.errors import Misconfigured

State = Literal["ok", "off", "MISSING"]


class Finding(msgspec.Struct, frozen=True):
    """One line. `off` is what an operator may have left out on purpose."""

    state: State
    name: str
    sentence: str


async def examined(name: str, look: Callable[[], Awaitable[str]], *, needed: bool = True) -> Finding:
    """The finding of one look: what it says, or why it is Misconfigured."""
    try:
        return Finding("ok", name, await look())
    except Misconfigured as error:
        return Finding("MISSING" if needed else "off", name, str(error))
