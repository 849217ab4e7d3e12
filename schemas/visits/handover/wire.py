"""An evening of visits that its teacher cannot make: a colleague takes it, or the families are asked for another time."""

from datetime import date, datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input

SeenVisits: TypeAlias = Annotated[frozenset[UUID], Meta(min_length=1, max_length=60)]


class EveningVisit(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A visit of the evening that has not begun."""

    visit_id: UUID
    student_name: str
    starts_at: datetime
    ends_at: datetime


class EveningColleague(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A colleague who may visit all families of the evening. `free`: has nothing else at the time of any visit.

    `comesAlready`: to so many of the visits they come in any case; fewer people would come to those.
    """

    account_id: UUID
    name: str
    free: bool
    comes_already: int


class Evening(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The reader's visits of a day that have not begun, and who could take them over: those who are free first."""

    org_id: int
    time_zone: str
    day: date
    visits: list[EveningVisit]
    colleagues: list[EveningColleague]


class EveningHandOver(Input, frozen=True, kw_only=True):
    """Who makes the visits of a day instead. `visitIds`: all visits of the day, as the reader saw them.

    `fewer`: the reader knows that fewer people come to a visit to which the colleague comes already.
    """

    day: date
    visit_ids: SeenVisits
    colleague_id: UUID
    fewer: bool = False


class EveningNewTimes(Input, frozen=True, kw_only=True):
    """The day whose families are asked for another time. `visitIds`: all visits of the day, as the reader saw them."""

    day: date
    visit_ids: SeenVisits
