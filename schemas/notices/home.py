"""What notices add to the first screen."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

HomeNoticeKind = Literal["read", "acknowledge", "sign", "approve"]


class HomeNotice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A notice that waits for an answer, on the first screen. `children`: the names of those it is about. `urgent`: it stands before all others.

    `read`: an urgent one that asks for no answer and was not read yet, for two weeks and until its last day.
    `approve`: a bureau's notice, by its id, that waits for the reader's approval.
    """

    org_id: int
    notice_id: UUID
    kind: HomeNoticeKind
    title: str
    children: list[str]
    sent_at: datetime
    answer_by: datetime | None
    urgent: bool


class HomeNotices(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`notices`: the first of the `noticesWaiting` that wait for an answer or, urgent, to be read."""

    notices: list[HomeNotice]
    notices_waiting: int
