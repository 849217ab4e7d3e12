"""What was agreed with a family at a visit, on the wire: written for the family, apart from the record."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.visits.wire import Recommended, RecommendedNew, Short


class AgreedStepNew(Input, frozen=True, kw_only=True):
    """One agreed step, and by which day."""

    due_on: date
    text: Short


class AgreedStep(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One step that was agreed, and by which day."""

    due_on: date
    text: str


class AgreementNew(Input, frozen=True, kw_only=True):
    """What the family is to read of a visit: agreed steps and what is recommended; at least one of them."""

    steps: Annotated[list[AgreedStepNew], Meta(max_length=10)] = msgspec.field(default=[])
    recommended: Annotated[list[RecommendedNew], Meta(max_length=20)] = msgspec.field(default=[])


class AgreementAnswerNew(Input, frozen=True, kw_only=True):
    """A guardian's answer: they confirm what was agreed or disagree with it, or add their word alone; a word may go with either."""

    confirms: bool
    disagrees: bool = False
    word: Short | None = None


class AgreementAnswer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What one guardian answered. `confirmedAt`: null when they disagree or only added a word."""

    guardian_id: UUID
    guardian_name: str
    confirmed_at: datetime | None
    disagrees: bool
    word: str | None
    answered_at: datetime


class Agreement(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The newest version of what was agreed. `answers`: a guardian sees their own alone. `answerUntil`: afterwards nobody answers."""

    agreement_id: UUID
    steps: list[AgreedStep]
    recommended: list[Recommended]
    written_by_name: str
    written_at: datetime
    answer_until: datetime
    answers: list[AgreementAnswer]


class AgreementPage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What was agreed at a visit, null when nothing is written, and what its reader may do."""

    agreement: Agreement | None
    can_write: bool
    can_answer: bool
