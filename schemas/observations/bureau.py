"""Cases that a bureau's officers open, since their school lacks somebody: the wire, and the rows behind it."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.observations.wire import Case, PlainText, Rung

Lacks = Literal["owner", "second"]
"""What a school lacks: anybody who could be given a case, or a second person to close an urgent one."""


class BureauCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case that a bureau was told of."""

    school_id: int
    observation_id: UUID
    told_on: date


class SchoolCaseListed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A case at a school that lacks somebody. It names no child."""

    school_id: int
    school_name: str
    observation_id: UUID
    lacks: Lacks
    urgent: bool
    told_on: date


class SchoolCase(Case, frozen=True, kw_only=True, rename="camel"):
    """A case at a school, for an officer of its bureau. A step of a bureau's officer has an empty `byName`."""

    school_id: int
    school_name: str
    time_zone: str
    lacks: Lacks


class SchoolCaseOwner(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A colleague of the school who could be given a case that it lacks an owner for, and the rung that has it then."""

    staff_id: UUID
    name: str
    rung: Rung


class SchoolCaseOwnerNamed(Input, frozen=True, kw_only=True):
    """Whom an officer names."""

    staff_id: UUID


class SchoolCaseReason(Input, frozen=True, kw_only=True):
    """Why an officer reads the text; sealed, and shown to those who own the case."""

    reason: PlainText
