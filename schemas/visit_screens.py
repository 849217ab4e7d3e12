"""Home visits as whole screens: the form of a proposal, and a person's own list."""

from typing import Literal
from uuid import UUID

import msgspec

from schemas.visits import FreeTime, Offer, Visit


class VisitFormStudent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The pupil whose family is to be visited. `needsOnSite`: only on-site counts (V2)."""

    student_id: UUID
    name: str
    class_name: str
    needs_on_site: bool


class TeamChoice(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who could come; `mine`: whoever asks. Of several parts the first counts."""

    account_id: UUID
    name: str
    part: Literal["class_teacher", "subject_teacher", "counsellor", "leader"]
    mine: bool


class VisitForm(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What proposing a visit needs. `times`: on site and online by their offer's place, at which whoever asks is free."""

    time_zone: str
    student: VisitFormStudent
    offers: list[Offer]
    team: list[TeamChoice]
    times: list[FreeTime]


class MyOffer(Offer, frozen=True, kw_only=True, rename="camel"):
    """An offered time of one's own family, among those of every organisation."""

    org_id: int
    student_name: str


class MyVisits(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A person's visits by time, and the times that their children's families offer."""

    visits: list[Visit]
    offers: list[MyOffer]
