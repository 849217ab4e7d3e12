"""Learning who reported something, by two custodians: shapes on the wire."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.observations.disclosing.states import DisclosureState
from schemas.observations.wire import PlainText


class DisclosureNew(Input, frozen=True, kw_only=True):
    """Why a custodian has to know who reported it."""

    reason: PlainText


class Disclosure(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One custodian's request to learn who reported something. `until`: the last moment to agree, or to look once another has agreed.

    `can_agree`, `can_look`, `can_end`: what its reader may do now.
    """

    disclosure_id: UUID
    observation_id: UUID
    class_name: str
    student_name: str | None
    state: DisclosureState
    asked_by_name: str
    asked_at: datetime
    agreed_by_name: str | None
    agreed_at: datetime | None
    until: datetime
    can_agree: bool
    can_look: bool
    can_end: bool


class DisclosureReason(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Why a custodian has to know."""

    reason: str
