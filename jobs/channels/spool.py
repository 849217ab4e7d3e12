"""In the demo, messages go to a folder instead of people (`api.core.outbox`)."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from api.core.outbox import Left, add_left
from jobs.channels.base import Outgoing, Result, Sent, guarded


class Spool:
    """Replaces the channel `kind` in the demo. `compose` makes the raw mail, so that the demo shows what would have been sent."""

    def __init__(
        self, folder: Path, kind: Literal["push", "mail", "sms"], compose: Callable[[Outgoing], bytes] = lambda _: b""
    ) -> None:
        self._folder = folder
        self._kind: Literal["push", "mail", "sms"] = kind
        self._compose = compose

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        return [await guarded(item, self._send) for item in items]

    async def close(self) -> None:
        """Nothing is open."""

    async def _send(self, item: Outgoing) -> Result:
        await asyncio.to_thread(self._write, item)
        return Sent(item.dedupe_id)

    def _write(self, item: Outgoing) -> None:
        left = Left(
            kind=self._kind,
            dedupe_id=item.dedupe_id,
            address=item.address,
            name=item.name,
            title=item.title,
            body=item.body,
            link=item.link,
            at=item.at,
            raw=self._compose(item),
        )
        add_left(self._folder, left)
