"""How long a reset of second factors waits and lasts, and who knows whom well enough to confirm a number. Pure."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from api.core.access import Actor, Role

REQUEST_LIFE = timedelta(days=7)
"""So long a second adult may confirm."""
WAITING = timedelta(days=3)
"""So long the person can refuse, before what they had counts for nothing."""
LASTS = timedelta(days=7)
"""So long a first second factor can be set then."""
SETTLED = timedelta(days=7)
"""The second adult works there, or is tied to the child, since so long: an administrator does not appoint their own."""
_WHOLE_SCHOOL = frozenset({Role.SCHOOL_ADMIN, Role.COUNSELLOR, Role.GRADE_LEAD, Role.LEADER})


def knows(actor: Actor, student_id: UUID | None, class_id: UUID | None, tied: Collection[UUID]) -> bool:
    """Whether an adult may confirm the number of a colleague (no student), or of a guardian of this student.

    `tied`: the actor's children since a week before the number was moved, so that nobody adds a second guardian for this.
    """
    if actor.roles & _WHOLE_SCHOOL:
        return True
    return student_id is not None and (student_id in tied or class_id in actor.lead_class_ids)
