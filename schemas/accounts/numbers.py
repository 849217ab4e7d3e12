"""Numbers that a school gave somebody who had none, on the wire."""

from typing import Annotated

from msgspec import Meta

from schemas.input import Input


class OwnNumberSettled(Input, frozen=True, kw_only=True):
    """The reader's secret, and whether the phone number that a school gave them is theirs."""

    secret: Annotated[str, Meta(max_length=64)]
    mine: bool
