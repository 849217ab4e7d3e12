"""Visit campaigns: what a message may say."""

from datetime import datetime
from uuid import UUID

from schemas.messages.templates import Params


class AskParams(Params, frozen=True, kw_only=True, rename="camel"):
    """A family is asked when a visit suits them: for which child and campaign, and by when to answer, and nothing of where they live."""

    visited_student_id: UUID
    campaign_id: UUID
    answer_by: datetime
