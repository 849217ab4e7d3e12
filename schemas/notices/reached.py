"""Who was reached by a notice, and who has answered it, as its sender sees it (N4)."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.notices.wire import NoticeKind, NoticePart


class ClassReceipts(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The receipts of a notice in one class; null is staff. `answered` counts people, `answeredStudents` students for whom anybody did.

    To an information nobody answers: there, having opened it counts. `disagreed`: students for whom anybody signed that they do not agree
    (staff: people); they are among those who answered.
    """

    class_id: UUID | None
    grade: str
    class_name: str
    reached: int
    opened: int
    answered: int
    students: int
    answered_students: int
    disagreed: int


class Waiting(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who has not answered, or of an information not opened, and the student it is about.

    `answeredBefore`: when they answered an earlier edition of the notice.
    """

    account_id: UUID
    name: str
    part: NoticePart
    student_id: UUID | None
    student_name: str | None
    student_number: str
    class_id: UUID | None
    grade: str
    class_name: str
    opened_at: datetime | None
    answered_before: datetime | None


class Disagreed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who signed that they do not agree, and the student it is about."""

    account_id: UUID
    name: str
    part: NoticePart
    student_name: str | None
    class_name: str


class Telling(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How far the telling is: `people` it was for, `sent` by any channel, `unsent` without one or to be tried again.

    `done`: nothing is left to send.
    """

    people: int
    sent: int
    unsent: int
    done: bool


class ReceiptTotals(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Different people whom a notice reaches, how many of them opened it, and how many have answered for every child.

    `waiting`: whose answer is waited for; not who need not sign since another guardian has. A guardian with children in two
    classes counts once. Of an information who has not opened it waits.
    """

    people: int
    opened: int
    answered: int
    waiting: int


class Receipts(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who was reached and who has not answered yet, as far as the reader may know; `next` pages through `waiting`.

    Nobody waits once it was withdrawn. `disagreed`: the first 200 who signed that they do not agree.
    """

    notice_id: UUID
    kind: NoticeKind
    telling: Telling
    totals: ReceiptTotals
    classes: list[ClassReceipts]
    disagreed: list[Disagreed]
    waiting: list[Waiting]
    next: str | None
