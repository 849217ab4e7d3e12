"""Phone numbers that an import moves: what is asked, and what was decided (0262)."""

from typing import Literal
from uuid import UUID

import msgspec


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A person whose phone number becomes another one by an import. `person`: the key until now; `key`: the new one."""

    account_id: UUID
    person: str
    key: str


class NumberAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be the same person with a new number. `detail`: the staff number, or the child. `ends_with`: the last digits of the new number, or the whole new mail address.

    `same`: what a person answered; null: nobody has.
    """

    account_id: UUID
    part: Literal["staff", "guardian"]
    name: str
    detail: str
    ends_with: str
    same: bool | None
