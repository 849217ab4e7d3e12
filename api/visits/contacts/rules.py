"""What a logged contact must be like. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from api.core.access import Actor
from schemas.visits.contacts import ContactNew

BACK = timedelta(days=366)
"""Nobody logs what is longer ago."""
NOTE_KEPT = timedelta(days=365)
"""How long its writer and the class teacher may open a contact's note."""

Wrong: TypeAlias = tuple[str, Literal["future", "too-far", "not-found"]]
"""The field that is wrong, and a code."""


def wrong_contact(new: ContactNew, guardian_ids: Collection[UUID], now: datetime) -> Wrong | None:
    """What is wrong, or None."""
    if new.at > now:
        return "$.at", "future"
    if new.at < now - BACK:
        return "$.at", "too-far"
    if new.guardian_id is not None and new.guardian_id not in guardian_ids:
        return "$.guardianId", "not-found"
    return None


def purpose(logged_by: UUID, class_id: UUID, actor: Actor) -> Literal["author", "class_teacher"] | None:
    """As what a teacher of the class may open a contact's note; None for its other teachers."""
    if logged_by == actor.account_id:
        return "author"
    return "class_teacher" if class_id in actor.lead_class_ids else None
