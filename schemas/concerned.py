"""Whom of a person's children something is about, as rows."""

from uuid import UUID

import msgspec


class Concerned(msgspec.Struct, frozen=True, kw_only=True):
    """A resource, and the children of the reader whom it is about today."""

    resource_id: UUID
    child_ids: list[UUID]
