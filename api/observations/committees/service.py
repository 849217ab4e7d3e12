"""Health committees: requested by the class teacher, agreed to by student and guardian, ended by any of them (R2, P4, P5)."""

from datetime import timedelta
from uuid import UUID

import asyncpg

from api.core import access
from api.core.access import Action, Resource
from api.core.db import uuid7
from api.core.errors import NotFound, check_version
from api.core.parts import PartsEnded
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages
from api.observations import actions
from api.observations.committees import queries, rules
from api.observations.errors import AlreadyMember, GuardianNew, MemberAnswered, SeatsTaken, TermOver, wrong
from schemas.messages.rows import MessageNew
from schemas.messages.templates import NoParams
from schemas.observations.form import Classmate
from schemas.observations.rows import MemberRow
from schemas.observations.wire import Member, MemberAnswer, MemberNew

ASKED = timedelta(days=14)
"""How long the request is brought to the guardians' telephones; the list keeps it."""


async def appoint_member(uow: UnitOfWork, new: MemberNew) -> Member:
    """Asks for a student to serve for a term. Raises NotFound, Invalid, SeatsTaken, AlreadyMember."""
    org_id = uow.actor.org_id
    student = await queries.find_student(uow.conn, org_id, new.student_id)
    class_id = student.class_id if student else None
    uow.require(actions.COMMITTEE_APPOINT, Resource(org_id=org_id, kind="committee_member", class_id=class_id))
    if student is None:
        raise NotFound
    if found := rules.wrong_term(new, rules.today(uow.now, student.time_zone)):
        raise wrong(uow, *found)
    seat = await _seat(uow, student, new)
    member_id = uuid7()
    try:
        await queries.add_member(uow.conn, org_id, member_id, student, new, seat, uow.now)
    except asyncpg.ExclusionViolationError as error:  # a seat of a class the student has just come from
        raise SeatsTaken from error
    uow.changed(actions.COMMITTEE_APPOINT, "committee_member", member_id)
    await _ask(uow, member_id, frozenset(student.guardian_ids))
    return await get_member(uow, member_id, action=actions.COMMITTEE_APPOINT)


async def list_members(uow: Reading, after: UUID | None, limit: int) -> list[Member]:
    """Members and requests: the class teacher's class, a guardian's children, oneself."""
    uow.require_org(actions.COMMITTEE_READ, "committee_member")
    reach = access.reach(uow.actor, actions.COMMITTEE_READ)
    rows = await queries.list_members(uow.conn, uow.actor.org_id, reach, uow.now, after, limit)
    return rules.to_wire(rows, uow.actor.org_id)


async def get_member(uow: Reading, member_id: UUID, *, action: Action = actions.COMMITTEE_READ) -> Member:
    """One member or request. Raises NotFound."""
    row = await queries.find_member(uow.conn, uow.actor.org_id, member_id)
    return _one(uow, _required(uow, action, row, member_id))


async def answer_request(uow: UnitOfWork, member_id: UUID, answer: MemberAnswer, version: int) -> Member:
    """A guardian consents to their child's serving, or does not; once.

    Raises NotFound, Stale, Invalid, MemberAnswered, TermOver, GuardianNew.
    """
    row = await _locked(uow, actions.COMMITTEE_CONSENT, member_id)
    if row.state != "asked":
        raise MemberAnswered
    if row.ends_on < rules.today(uow.now, row.time_zone):
        raise TermOver
    check_version(row.version, version)
    if answer.consent_version != rules.CONSENT_VERSION:
        raise wrong(uow, "$.consentVersion", "consent")
    family = await _family(uow, row)
    if family.is_new:
        raise GuardianNew
    state, consent = ("serving", answer.consent_version) if answer.consents else ("declined", None)
    account = uow.actor.account_id
    await queries.set_answer(uow.conn, uow.actor.org_id, member_id, state, account, consent, uow.now)
    await messages.withdraw(uow, _key(member_id))
    await _tell_others(uow, member_id, state, family)
    uow.changed(actions.COMMITTEE_CONSENT, "committee_member", member_id)
    return await get_member(uow, member_id, action=actions.COMMITTEE_CONSENT)


async def end_member(uow: UnitOfWork, member_id: UUID, version: int) -> Member:
    """Ends a request or a term at once; nobody is asked why. A second time changes nothing. Raises NotFound, Stale."""
    row = await _locked(uow, actions.COMMITTEE_END, member_id)
    if row.state != "ended":
        check_version(row.version, version)
        await queries.end_member(uow.conn, uow.actor.org_id, member_id, uow.now)
        await messages.withdraw(uow, _key(member_id))
        if row.student_id in uow.actor.child_ids:
            await _tell_others(uow, member_id, "ended", await _family(uow, row))
        uow.changed(actions.COMMITTEE_END, "committee_member", member_id)
    uow.object_id = member_id
    return await get_member(uow, member_id, action=actions.COMMITTEE_END)


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """A student who left a class has no seat in its committee any more, and is not asked for one (R2)."""
    left = event.of("student")
    if not left:
        return
    of = [part.account_id for part in left], [part.class_id for part in left]
    ended = await queries.end_left(uow.conn, uow.actor.org_id, *of, uow.now)
    await messages.withdraw_many(uow, [_key(member.member_id) for member in ended])


async def find_serving(uow: Reading, student_id: UUID) -> MemberRow | None:
    """The term that a student serves today; for other nouns of this feature, which require their own action."""
    return await queries.find_serving(uow.conn, uow.actor.org_id, student_id, uow.now)


async def serves(uow: Reading) -> bool:
    """Whether the actor serves today; for the first screen, which requires its own action."""
    return await find_serving(uow, uow.actor.account_id) is not None


async def list_asked(uow: Reading) -> list[Member]:
    """Requests that wait for the actor's answer, the oldest first; for the first screen, which requires its own action."""
    children = access.reach(uow.actor, actions.COMMITTEE_CONSENT).student_ids
    rows = await queries.list_asked(uow.conn, uow.actor.org_id, children, uow.now)
    return rules.to_wire(rows, uow.actor.org_id)


async def list_serving(uow: Reading, class_id: UUID) -> list[Classmate]:
    """Who serves for a class today; for other nouns of this feature, which require their own action."""
    return await queries.list_serving(uow.conn, uow.actor.org_id, class_id, uow.now)


async def _seat(uow: UnitOfWork, student: queries.Student, new: MemberNew) -> int:
    org_id, class_id = uow.actor.org_id, student.class_id
    await queries.lock_class(uow.conn, org_id, class_id)
    taken = await queries.list_taken(uow.conn, org_id, class_id, new.starts_on, new.ends_on)
    if any(t.student_id == new.student_id for t in taken):
        raise AlreadyMember
    seat = rules.free_seat(taken, student.sex)
    if seat is None:
        raise SeatsTaken
    return seat


async def _ask(uow: UnitOfWork, member_id: UUID, guardians: frozenset[UUID]) -> None:
    if not guardians:
        return  # the class teacher sees the request wait, and completes the roster
    news = MessageNew(
        template="committee_asked",
        people=guardians,
        params=NoParams(),
        key=_key(member_id),
        importance="normal",
        expires_at=uow.now + ASKED,
    )
    await messages.tell(uow, news)


async def _family(uow: UnitOfWork, row: MemberRow) -> queries.Family:
    return await queries.find_family(uow.conn, uow.actor.org_id, row.student_id, uow.actor.account_id, uow.now)


async def _tell_others(uow: UnitOfWork, member_id: UUID, what: str, family: queries.Family) -> None:
    """What one guardian says for a child, the others hear."""
    if not family.others:
        return
    news = MessageNew(
        template="committee_answered",
        people=frozenset(family.others),
        params=NoParams(),
        key=f"committee:{member_id}:{what}",
        importance="normal",
        expires_at=uow.now + ASKED,
    )
    await messages.tell(uow, news)


def _key(member_id: UUID) -> str:
    return f"committee:{member_id}:asked"


async def _locked(uow: UnitOfWork, action: Action, member_id: UUID) -> MemberRow:
    return _required(uow, action, await queries.lock_member(uow.conn, uow.actor.org_id, member_id), member_id)


def _required(uow: Reading, action: Action, row: MemberRow | None, member_id: UUID) -> MemberRow:
    uow.require(action, rules.resource_of(row, uow.actor.org_id, member_id))
    if row is None:
        raise NotFound
    return row


def _one(uow: Reading, row: MemberRow) -> Member:
    return rules.to_wire([row], uow.actor.org_id)[0]
