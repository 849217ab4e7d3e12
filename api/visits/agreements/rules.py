"""What may be written for a family, how long it is read and answered, and whose answers one sees. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core.local_time import day_begins, local_day
from schemas.visits.agreements.rows import AnswerRow
from schemas.visits.agreements.wire import AgreedStep, AgreementAnswerNew, AgreementNew
from schemas.visits.rows import VisitRow
from schemas.visits.wire import Recommended

ANSWERED = 30
"""Days for which a family may confirm or add a word, to the end of the last one."""
KEPT = timedelta(days=365)
"""How long it is read, as the record is."""
MOST = 20
"""Versions of one visit."""
FAR = timedelta(days=366)

Wrong: TypeAlias = tuple[str, Literal["past", "too-far", "required", "not-allowed"]]


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of an agreement."""

    steps: list[AgreedStep]
    recommended: list[Recommended]


def wrong_agreement(new: AgreementNew, today: date) -> Wrong | None:
    """What is wrong with it, or None. A step may already be past: it is written down some days after the visit."""
    if not new.steps and not new.recommended:
        return "$.steps", "required"
    for place, step in enumerate(new.steps):
        if not abs(step.due_on - today) <= FAR:
            return f"$.steps[{place}].dueOn", "too-far"
    return None


def wrong_answer(new: AgreementAnswerNew) -> Wrong | None:
    """An answer confirms, disagrees or has a word; nobody confirms what they disagree with."""
    if new.confirms and new.disagrees:
        return "$.disagrees", "not-allowed"
    return None if new.confirms or new.disagrees or new.word else ("$.word", "required")


def agreed(new: AgreementNew) -> Agreed:
    """What is kept."""
    return Agreed(
        steps=[AgreedStep(due_on=step.due_on, text=step.text) for step in new.steps],
        recommended=[Recommended(kind=one.kind, name=one.name) for one in new.recommended],
    )


def in_order(agreed: Agreed) -> list[AgreedStep]:
    """The steps by their days; those of one day as they were written."""
    return sorted(agreed.steps, key=lambda step: step.due_on)


def is_kept(row: VisitRow, now: datetime) -> bool:
    """Whether what was agreed is still shown."""
    return row.state == "recorded" and now < row.updated_at + KEPT


def answer_until(written_at: datetime, zone: ZoneInfo) -> datetime:
    """The end of the last day of an answer: nobody is told an hour of the night."""
    return day_begins(local_day(written_at, zone) + timedelta(days=ANSWERED + 1), zone)


def shown(rows: Iterable[AnswerRow], guardian: UUID | None) -> list[AnswerRow]:
    """A guardian sees their own answer: parents may live apart. `guardian`: None for the school."""
    return [row for row in rows if guardian is None or row.guardian_id == guardian]


def place(agreement_id: UUID) -> str:
    """Where the sealed text belongs."""
    return f"visit_agreement:{agreement_id}"


def word_place(agreement_id: UUID, guardian_id: UUID) -> str:
    """Where a guardian's sealed word belongs."""
    return f"visit_agreement:{agreement_id}:{guardian_id}"
