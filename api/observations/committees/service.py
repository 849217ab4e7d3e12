"""Health committees: asked by the class teacher, serving with a guardian's consent, ended by whoever wishes (R2, P4, P5)."""

from datetime import timedelta
from uuid import UUID

import asyncpg

from api.core import access
from api.core.access import Action, Role, Thing
from api.core.db import uuid7
from api.core.errors import NotFound, Stale
from api.core.unit import Unit
from api.messages import service as messages
from api.observations.committees import queries, rules
from api.observations.errors import AlreadyMember, MemberAnswered, SeatsTaken, TermOver, wrong
from schemas.messages import NoParams, Tell
from schemas.observations import Classmate, Member, MemberAnswer, MemberNew, MemberRow

ASKED = timedelta(days=14)
"""How long the request is brought to the guardians' telephones; the list keeps it."""


async def appoint_member(unit: Unit, new: MemberNew) -> Member:
    """Asks for a pupil to serve for a term. Raises NotFound, Invalid, SeatsTaken, AlreadyMember."""
    org_id = unit.actor.org_id
    pupil = await queries.find_pupil(unit.conn, org_id, new.student_id)
    class_id = pupil.class_id if pupil else None
    unit.require(Action.COMMITTEE_APPOINT, Thing(org_id=org_id, kind="committee_member", class_id=class_id))
    if pupil is None:
        raise NotFound
    if found := rules.wrong_term(new, rules.today(unit.now, pupil.time_zone)):
        raise wrong(unit, *found)
    seat = await _seat(unit, pupil, new)
    member_id = uuid7()
    try:
        await queries.add_member(unit.conn, org_id, member_id, pupil, new, seat, unit.now)
    except asyncpg.ExclusionViolationError as error:  # a seat of a class the pupil has just come from
        raise SeatsTaken from error
    unit.changed(Action.COMMITTEE_APPOINT, "committee_member", member_id)
    await _ask(unit, member_id, frozenset(pupil.guardian_ids))
    return await get_member(unit, member_id, action=Action.COMMITTEE_APPOINT)


async def list_members(unit: Unit, after: UUID | None, limit: int) -> list[Member]:
    """Members and requests: the class teacher's class, a guardian's children, oneself."""
    unit.require_org(Action.COMMITTEE_READ, "committee_member")
    reach = access.reach(unit.actor, Action.COMMITTEE_READ)
    rows = await queries.list_members(unit.conn, unit.actor.org_id, reach, unit.now, after, limit)
    return rules.shown(rows, unit.actor.org_id)


async def get_member(unit: Unit, member_id: UUID, *, action: Action = Action.COMMITTEE_READ) -> Member:
    """One member or request. Raises NotFound."""
    row = await queries.find_member(unit.conn, unit.actor.org_id, member_id)
    return _one(unit, _required(unit, action, row, member_id))


async def answer_request(unit: Unit, member_id: UUID, answer: MemberAnswer, version: int) -> Member:
    """A guardian consents to their child's serving, or does not; once.

    Raises NotFound, Stale, Invalid, MemberAnswered, TermOver.
    """
    row = await _locked(unit, Action.COMMITTEE_CONSENT, member_id)
    if row.state != "asked":
        raise MemberAnswered
    if row.ends_on < rules.today(unit.now, row.time_zone):
        raise TermOver
    if row.version != version:
        raise Stale
    if answer.consent_version != rules.CONSENT_VERSION:
        raise wrong(unit, "$.consentVersion", "consent")
    state, consent = ("serving", answer.consent_version) if answer.consents else ("declined", None)
    account = unit.actor.account_id
    await queries.set_answer(unit.conn, unit.actor.org_id, member_id, state, account, consent, unit.now)
    await messages.withdraw(unit, _key(member_id))
    unit.changed(Action.COMMITTEE_CONSENT, "committee_member", member_id)
    return await get_member(unit, member_id, action=Action.COMMITTEE_CONSENT)


async def end_member(unit: Unit, member_id: UUID, version: int) -> Member:
    """Ends a request or a term at once; nobody is asked why. A second time changes nothing. Raises NotFound, Stale."""
    row = await _locked(unit, Action.COMMITTEE_END, member_id)
    if row.state != "ended":
        if row.version != version:
            raise Stale
        await queries.end_member(unit.conn, unit.actor.org_id, member_id, unit.now)
        await messages.withdraw(unit, _key(member_id))
        unit.changed(Action.COMMITTEE_END, "committee_member", member_id)
    unit.object_id = member_id
    return await get_member(unit, member_id, action=Action.COMMITTEE_END)


async def find_serving(unit: Unit, student_id: UUID) -> MemberRow | None:
    """The term that a pupil serves today; for other nouns of this feature, which require their own action."""
    return await queries.find_serving(unit.conn, unit.actor.org_id, student_id, unit.now)


async def serves(unit: Unit) -> bool:
    """Whether the actor serves today; for the first screen, which requires its own action. Asks nothing unless a pupil."""
    return Role.STUDENT in unit.actor.roles and await find_serving(unit, unit.actor.account_id) is not None


async def list_asked(unit: Unit) -> list[Member]:
    """Requests that wait for the actor's answer, the oldest first; for the first screen, which requires its own action.

    Asks nothing unless a guardian.
    """
    if not access.scopes(unit.actor, Action.COMMITTEE_CONSENT):
        return []
    children = access.reach(unit.actor, Action.COMMITTEE_CONSENT).student_ids
    rows = await queries.list_asked(unit.conn, unit.actor.org_id, children, unit.now)
    return rules.shown(rows, unit.actor.org_id)


async def list_serving(unit: Unit, class_id: UUID) -> list[Classmate]:
    """Who serves for a class today; for other nouns of this feature, which require their own action."""
    return await queries.list_serving(unit.conn, unit.actor.org_id, class_id, unit.now)


async def _seat(unit: Unit, pupil: queries.Pupil, new: MemberNew) -> int:
    org_id, class_id = unit.actor.org_id, pupil.class_id
    await queries.lock_class(unit.conn, org_id, class_id)
    await queries.end_gone(unit.conn, org_id, class_id, unit.now)
    taken = await queries.list_taken(unit.conn, org_id, class_id, new.starts_on, new.ends_on)
    if any(t.student_id == new.student_id for t in taken):
        raise AlreadyMember
    seat = rules.free_seat(taken, pupil.sex)
    if seat is None:
        raise SeatsTaken
    return seat


async def _ask(unit: Unit, member_id: UUID, guardians: frozenset[UUID]) -> None:
    if not guardians:
        return  # the class teacher sees the request wait, and completes the roster
    news = Tell(
        template="committee_asked",
        people=guardians,
        params=NoParams(),
        key=_key(member_id),
        importance="normal",
        expires_at=unit.now + ASKED,
    )
    await messages.tell(unit, news)


def _key(member_id: UUID) -> str:
    return f"committee:{member_id}:asked"


async def _locked(unit: Unit, action: Action, member_id: UUID) -> MemberRow:
    return _required(unit, action, await queries.lock_member(unit.conn, unit.actor.org_id, member_id), member_id)


def _required(unit: Unit, action: Action, row: MemberRow | None, member_id: UUID) -> MemberRow:
    unit.require(action, rules.thing_of(row, unit.actor.org_id, member_id))
    if row is None:
        raise NotFound
    return row


def _one(unit: Unit, row: MemberRow) -> Member:
    return rules.shown([row], unit.actor.org_id)[0]
