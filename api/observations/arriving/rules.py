"""How a case's sealed text is made to tell nothing by its length: pure functions."""

import msgspec

from schemas.observations.wire import ObservationText, Observer

_OBSERVER_BYTES = 512
"""More than any name needs: sealed text is as long as its plain text, and a length would tell names apart."""
_TEXT_BYTES = 4224
"""More than 1000 characters need: a length would tell reports apart."""


def padded_text(text: ObservationText) -> str:
    """A report as JSON, of the same length for every text."""
    return _padded(msgspec.json.encode(text).decode(), _TEXT_BYTES)


def padded_observer(observer: Observer) -> str:
    """An observer as JSON, of the same length for everybody."""
    return _padded(msgspec.json.encode(observer).decode(), _OBSERVER_BYTES)


def _padded(text: str, size: int) -> str:
    """Followed by spaces, to as many bytes."""
    return text + " " * (size - len(text.encode()))
