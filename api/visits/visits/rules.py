"""How a visit may change, who may do what with it, and what its reader is shown. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

from api.core import access
from api.core.access import Action, Actor, Resource
from api.core.local_time import local_day
from api.visits import actions
from schemas.visits.rows import VisitRow
from schemas.visits.wire import Visit, VisitMember, VisitNew, VisitState

HORIZON = timedelta(days=180)
"""Nobody proposes further ahead than this."""
OPEN: frozenset[VisitState] = frozenset({"proposed", "move_asked", "confirmed"})
"""States in which a visit may still take place; its time is taken."""

FOR_HOST = frozenset({actions.VISIT_ANSWER, actions.VISIT_CANCEL})
"""What a guardian does for the family: of a visit at one guardian's place, that one alone."""

Wrong: TypeAlias = tuple[str, Literal["past", "too-far", "not-allowed", "not-found", "related"]]
"""The field that is wrong, and a code."""
Ending: TypeAlias = Literal["declined", "cancelled", "missed"]
"""How a visit ends that does not take place."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A visit's texts, opened."""

    place: str | None = None
    message: str | None = None
    reason: str | None = None


NO_WORDS = Words()


def wrong_time(starts_at: datetime, now: datetime) -> Wrong | None:
    """What is wrong with a start, or None."""
    if starts_at <= now:
        return "$.startsAt", "past"
    return ("$.startsAt", "too-far") if starts_at > now + HORIZON else None


def wrong_visit(
    new: VisitNew,
    guardian_ids: Collection[UUID],
    barred_ids: Collection[UUID],
    staff_ids: Collection[UUID],
    now: datetime,
) -> Wrong | None:
    """What is wrong with a proposal, or None. `staff_ids`: who of the team works here; `barred_ids`: who may not come near the student."""
    if found := wrong_time(new.starts_at, now):
        return found
    if new.place is not None and new.mode != "onsite":
        return "$.place", "not-allowed"
    if not new.team <= set(staff_ids):
        return "$.team", "not-found"
    if new.team & {*guardian_ids, *barred_ids}:
        return "$.team", "related"
    return None if guardian_ids else ("$.studentId", "not-found")


def resource_of(row: VisitRow | None, visit_id: UUID, actor: Actor) -> Resource:
    """What access looks at: the student, the student's class today, and who of the team still visits."""
    if row is None:
        return Resource(org_id=actor.org_id, kind="visit", resource_id=visit_id)
    return Resource(
        org_id=row.org_id,
        kind="visit",
        resource_id=visit_id,
        student_id=row.student_id,
        class_id=row.class_id,
        people=frozenset(row.reader_ids),
    )


def subjects(row: VisitRow) -> list[UUID]:
    """Whose time the visit takes: the team's, and that of the guardian who comes. Never the student's (DESIGN §4)."""
    return [*row.team_ids, *([row.confirmed_by] if row.confirmed_by else [])]


def proposed(row: VisitRow, starts_at: datetime, minutes: int, actor: Actor) -> VisitRow:
    """The visit with a new proposal: the family is asked again."""
    return msgspec.structs.replace(
        row,
        state="proposed",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        wished_at=None,
        confirmed_by=None,
        changed_by=actor.account_id,
    )


def confirmed(row: VisitRow, actor: Actor) -> VisitRow:
    """The visit with this guardian's yes to its time, also after they had asked for another."""
    who = actor.account_id
    return msgspec.structs.replace(row, state="confirmed", wished_at=None, confirmed_by=who, changed_by=who)


def wisher(row: VisitRow, starts_at: datetime, ends_at: datetime) -> UUID | None:
    """The guardian who wished for exactly this and may answer: they need not be asked about it again.

    Who changed a visit last while it waits with a wish is who wished, unless its team changed since.
    """
    wished = (
        row.state == "move_asked" and row.wished_at == starts_at and row.ends_at - row.starts_at == ends_at - starts_at
    )
    guardian = row.changed_by in row.guardian_ids and row.changed_by not in row.reader_ids
    return row.changed_by if wished and guardian and row.changed_for is None else None


def accepted(row: VisitRow, moved: VisitRow, who: UUID | None) -> VisitRow:
    """A moved visit that the guardian `who` wished for: agreed on, unless it is somewhere else by the move, or at another guardian's."""
    same = moved.place_sealed == row.place_sealed and moved.host_id in {None, who}
    return msgspec.structs.replace(moved, state="confirmed", confirmed_by=who) if who and same else moved


def move_asked(row: VisitRow, wished_at: datetime, actor: Actor) -> VisitRow:
    """The visit whose family would rather have another time; the old one is kept until the team answers."""
    return msgspec.structs.replace(row, state="move_asked", wished_at=wished_at, changed_by=actor.account_id)


def ended(row: VisitRow, state: Ending, reason: bytes | None, actor: Actor) -> VisitRow:
    """The visit that will not take place or did not."""
    return msgspec.structs.replace(row, state=state, wished_at=None, reason_sealed=reason, changed_by=actor.account_id)


def is_at_home(row: VisitRow) -> bool:
    """Whether the team goes to the student's home: not to a place that was agreed instead, and not by video."""
    return row.mode == "onsite" and row.place_sealed is None


def host(row: VisitRow) -> UUID | None:
    """The guardian who alone answers a visit. Who is no guardian any more decides nothing."""
    return row.host_id if row.host_id in row.guardian_ids else None


def is_anothers(row: VisitRow, actor: Actor) -> bool:
    """Whether the visit is at the place of another guardian than the actor. Who of the team is a parent acts as one of the team."""
    return as_guardian(row, actor) and host(row) not in {None, actor.account_id}


def knows_place(row: VisitRow, actor: Actor) -> bool:
    """Whether the actor reads where it is. Another guardian's place stays closed, also once that one is no guardian any more."""
    return not (as_guardian(row, actor) and row.host_id not in {None, actor.account_id})


def as_guardian(row: VisitRow, actor: Actor) -> bool:
    """Whether the actor reads a visit as family."""
    return row.student_id in actor.child_ids and actor.account_id not in row.reader_ids


def may(actor: Actor, action: Action, row: VisitRow) -> bool:
    """Whether the rule table lets the actor do this, and the visit is not at another guardian's place."""
    if action in FOR_HOST and is_anothers(row, actor):
        return False
    return access.within(access.reach(actor, action), actor, resource_of(row, row.visit_id, actor))


def to_wire(row: VisitRow, words: Words, siblings: Sequence[str], actor: Actor, now: datetime) -> Visit:
    """The visit as its reader sees it, with what waits for them and what they may do now. A guardian learns of their own children alone."""
    coming, open_ = row.starts_at > now, row.state in OPEN
    asked = row.asked_at is not None
    answer = open_ and (coming or asked) and may(actor, actions.VISIT_ANSWER, row)
    move = open_ and may(actor, actions.VISIT_PROPOSE, row)
    record = row.state == "confirmed" and not coming and may(actor, actions.VISIT_RECORD, row)
    return Visit(
        visit_id=row.visit_id,
        org_id=row.org_id,
        org_name_zh=row.org_name_zh,
        org_name_en=row.org_name_en,
        time_zone=row.time_zone,
        student_id=row.student_id,
        student_name=row.student_name,
        siblings=list(siblings),
        with_sibling=bool(siblings) if row.student_id in actor.child_ids else bool(row.beside),
        proposed_by=row.proposed_by,
        team=_team(row),
        confirmed_by=row.confirmed_by,
        answered_by=_answered_by(row),
        mode=row.mode,
        place=words.place if knows_place(row, actor) else None,
        message=words.message,
        reason=words.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        wished_at=row.wished_at,
        held_until=row.held_until if row.state == "proposed" else None,
        state=row.state,
        version=row.version,
        updated_at=row.updated_at,
        waits_for_me=record or (answer and waits_for_family(row)) or (move and waits_for_teacher(row, now)),
        can_answer=answer,
        can_move=move,
        can_cancel=open_ and (coming or row.state != "confirmed") and may(actor, actions.VISIT_CANCEL, row),
        can_record=record,
        can_read_record=row.note_id is not None and may(actor, actions.VISIT_RECORD_READ, row),
    )


def _answered_by(row: VisitRow) -> VisitMember | None:
    return VisitMember(account_id=one, name=row.host_name or "") if (one := host(row)) else None


def waits_for_family(row: VisitRow) -> bool:
    """Whether a guardian is to answer: the proposal, or which other time suits."""
    return row.asked_at is not None or row.state == "proposed"


def _team(row: VisitRow) -> list[VisitMember]:
    return [VisitMember(account_id=i, name=n) for i, n in zip(row.team_ids, row.team_names, strict=True)]


def waits_for_teacher(row: VisitRow, now: datetime) -> bool:
    """Whether the class teacher is to find another time: the family wished for one, or was asked and has not chosen any so far."""
    return row.state == "move_asked" and (row.asked_at is None or row.starts_at <= now)


def is_over(row: VisitRow, now: datetime) -> bool:
    """Whether the time for an answer has passed: with the visit's time, unless the family is asked for another one."""
    return row.asked_at is None and row.starts_at <= now


def is_other_time(row: VisitRow, starts_at: datetime) -> bool:
    """Whether a visit could be moved to this time; where the team cannot come, to another day alone."""
    if row.asked_at is None:
        return starts_at != row.starts_at
    return local_day(starts_at, row.time_zone) != local_day(row.starts_at, row.time_zone)


def is_closed(row: VisitRow, actor: Actor) -> bool:
    """Whether it was proposed before a number was moved: the new number alone does not learn where a family meets (0285), also not by an answer."""
    return actor.closed_before is not None and row.created_at < actor.closed_before


def sealed(row: VisitRow) -> Mapping[str, bytes]:
    """A visit's sealed texts, by their place."""
    fields = {"place": row.place_sealed, "message": row.message_sealed, "reason": row.reason_sealed}
    return {place(row.visit_id, name): text for name, text in fields.items() if text is not None}


def words(row: VisitRow, opened: Mapping[str, bytes]) -> Words:
    """A visit's texts out of what was opened."""
    names = ("place", "message", "reason")
    return Words(**{n: opened[at].decode() for n in names if (at := place(row.visit_id, n)) in opened})


def place(visit_id: UUID, name: str) -> str:
    """Where a sealed text of a visit belongs."""
    return f"visit:{visit_id}:{name}"
