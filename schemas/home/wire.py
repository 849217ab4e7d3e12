"""The first screen on the wire: what it has of its own. Features add their fields (`Feature.home`)."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.accounts.wire import Child, Language
from schemas.directory.wire import OrgKind


class HomeOrg(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a person is in one organisation, and what waits there.

    `ties` is another word whenever what the person is there has changed: a client then drops what it stored before.
    """

    org_id: int
    kind: OrgKind
    name_zh: str
    name_en: str
    time_zone: str
    roles: list[str]
    children: list[Child]
    ties: str


class Need(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that waits for the person.

    `kind`: `set_passkey`, `set_totp` and `see_resets` concern the account alone; `answer_committee`: a student of theirs was
    asked to serve; then `orgId`, the request (`resourceId`: its `memberId`) and the student's `name` say what it is about; `see_visit_alert`: a visit at home
    (`resourceId`: its `visitId`) of the team `name` is not reported as over, and the person was told as the duty person; `record_booking`: a
    counselling session (`resourceId`: its `bookingId`) with the student `name`, null without a second factor, is over and not recorded. `studentId`: of the
    student whom `name` names; null where it names none. A client leaves out a kind that it does not know.
    """

    kind: str
    org_id: int | None
    resource_id: UUID | None
    name: str | None
    student_id: UUID | None


class Home(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The first screen: who one is, what needs one, what is next.

    `closedUntil`: so long a student's own reports, private bookings and messages of before are closed, after their secret was reset
    without the old one. `numberClosedUntil`: so long signing and what is confidential is closed to this sign-in, since a school moved the
    person's phone number and the new number alone says who they are.
    """

    account_id: UUID
    language: Language
    assurance: int
    closed_until: datetime | None
    number_closed_until: datetime | None
    needs: list[Need]
