"""What a family may answer, and what it is offered to choose from. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TypeAlias
from uuid import UUID

from api.campaigns.plans.days import first_day
from api.core.access import Actor
from api.core.local_time import end_text, minutes
from schemas.campaigns.families import AnswerRow, AskedGuardian, CampaignAnswerNew, SuggestedTime
from schemas.campaigns.rows import Fault, HoursRow
from schemas.visits.wire import Availability

SUGGESTED = 8
"""More than this is no choice any more."""
ASKED = ("ask", "reminder")
"""What a family is told."""
Wrong: TypeAlias = tuple[str, Fault]
"""The field that is wrong, and a code."""


def wrong_answer(new: CampaignAnswerNew, row: AnswerRow, guardian_ids: Collection[UUID]) -> Wrong | None:
    """What is wrong, or None. What is wrong with a time alone is said by availability."""
    if new.guardian_id is not None and new.guardian_id not in guardian_ids:
        return "$.guardianId", "not-found"
    if not (new.times or new.call_me):
        return "$.times", "required"
    if any(minutes(t.to_time) - minutes(t.from_time) < row.visit_minutes for t in new.times):
        return "$.times", "too-short"
    dates = [t.on_date for t in new.times if t.on_date is not None]
    return None if all(row.starts_on <= d <= row.ends_on for d in dates) else ("$.times", "outside")


def asked_from(row: AnswerRow, today: date) -> date:
    """The first day that a family is asked about: none that is past, or too soon to be planned."""
    return min(row.ends_on, max(row.starts_on, first_day(today)))


def is_guardian(actor: Actor, row: AnswerRow) -> bool:
    """Whether the actor answers as family. A teacher of the class may be a parent of it, too: then as family."""
    return row.student_id in actor.child_ids


def guardians_for(actor: Actor, row: AnswerRow, guardians: Iterable[AskedGuardian]) -> list[AskedGuardian]:
    """Whose answer the actor may give: their own, or as a teacher that of each guardian."""
    own = is_guardian(actor, row)
    return [g for g in guardians if not own or g.guardian_id == actor.account_id]


def suggestions(given: Sequence[Availability], hours: Iterable[HoursRow]) -> list[SuggestedTime]:
    """What the family gave before, then the hours of the visitors; each once."""
    before = [
        SuggestedTime(
            weekday=g.weekday or (g.on_date.isoweekday() if g.on_date else 1),
            from_time=g.from_time,
            to_time=g.to_time,
            place_kind=g.place_kind,
            given=True,
        )
        for g in given
        if g.place_kind != "elsewhere"
    ]
    others = [
        SuggestedTime(
            weekday=h.weekday,
            from_time=f"{h.from_time:%H:%M}",
            to_time=end_text(h.to_time),
            place_kind="home",
            given=False,
        )
        for h in hours
    ]
    found: dict[tuple[int, str, str], SuggestedTime] = {}
    for one in (*before, *sorted(others, key=lambda o: (o.weekday, o.from_time))):
        found.setdefault((one.weekday, one.from_time, one.to_time), one)
    return list(found.values())[:SUGGESTED]


def keys_of(families: Iterable[tuple[UUID, UUID]]) -> list[str]:
    """The keys of the messages that ask and remind these families: campaign and student."""
    return [key_of(campaign_id, student_id, what) for campaign_id, student_id in families for what in ASKED]


def key_of(campaign_id: UUID, student_id: UUID, what: str) -> str:
    """The key of one message to a family."""
    return f"campaign:{campaign_id}:{student_id}:{what}"
