"""Who acts, when, and on which connection: what mechanisms below the unit of work are handed."""

from datetime import datetime
from typing import Protocol

from api.core.access import Actor
from api.core.db import Conn
from api.core.sealing import Sealer


class Acting(Protocol):
    """A unit of work, as far as audit and vault need it."""

    @property
    def conn(self) -> Conn: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def now(self) -> datetime: ...
    @property
    def sealer(self) -> Sealer: ...
