"""Anchors: what queries return, and what is mailed."""

from uuid import UUID

import msgspec


class Custodian(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who keeps an organisation's confidential files."""

    staff_id: UUID


class CodeMail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail with check codes. `who` tells it from those to others."""

    who: str
    address: str
    title: str
    body: str
