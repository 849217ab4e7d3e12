"""The day of the visits: what queries return."""

from uuid import UUID

from schemas.visits.rows import FollowUpRow


class OpenFollowUp(FollowUpRow, frozen=True, kw_only=True):
    """What was agreed at an earlier visit to a student's family and is not done."""

    student_id: UUID
