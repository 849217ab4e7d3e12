"""People on the wire: signing in, sessions, devices, preferences, the first screen."""

from typing import Literal
from uuid import UUID

import msgspec

from schemas.accounts.wire import Child, Language
from schemas.counselling.wire import BookingLine
from schemas.directory.wire import OrgKind
from schemas.notices.wire import HomeNotice
from schemas.visits.wire import FollowUpDue, Visit


class HomeOrg(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a person is in one organisation. `observationsWaiting`: to be taken up by them or who owns them too.

    `observationsUrgent`: how many of these are; `observationsLate`: open ones past their time, whether taken up or not. `visitsOwed`:
    students of one's own class who are owed a visit this school year, `visitsOwedOnsite` of these one at home.
    `serves`: on a health committee today, so that they may file observations there.
    """

    org_id: int
    kind: OrgKind
    name_zh: str
    name_en: str
    time_zone: str
    roles: list[str]
    children: list[Child]
    unread: int
    observations_waiting: int
    observations_urgent: int
    observations_late: int
    visits_owed: int
    visits_owed_onsite: int
    serves: bool


class Need(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that waits for the person.

    `answer_committee`: a student of theirs was asked to serve; `org_id`, the request (`resource_id`: its `memberId`) and the
    student's `name`. Others have none of these.
    """

    kind: Literal["set_password", "set_totp", "see_resets", "answer_committee"]
    org_id: int | None
    resource_id: UUID | None
    name: str | None


class Home(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The first screen: who one is, what needs one, what is next.

    `visits`: coming home visits and past ones to be written down, those that wait first. `followUps`: from visits, due by tomorrow,
    the oldest first. `notices`: the first of the `noticesWaiting` that wait for an answer.
    """

    account_id: UUID
    language: Language
    assurance: int
    orgs: list[HomeOrg]
    needs: list[Need]
    next: list[BookingLine]
    visits: list[Visit]
    follow_ups: list[FollowUpDue]
    unread: int
    notices: list[HomeNotice]
    notices_waiting: int
