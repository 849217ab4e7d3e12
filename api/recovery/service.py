"""A colleague who lost every second factor: two adults of the school stand behind a reset, and the person can refuse it for three days.

Nobody gives a new factor to somebody else. After the wait the person sets it alone, in a new session by the phone number that the school
has; what was lost proves nothing then (`enrolment.refuse_change`). A number that was moved lately spoils it: one administrator
alone, with a number of their own, becomes nobody.
"""

from uuid import UUID

from api.core import tasks
from api.core.access import ME, Resource
from api.core.administrators import are_related
from api.core.db import uuid7
from api.core.errors import NotFound, Problem
from api.core.kept_from import reads_about
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from api.recovery import actions, queries, rules
from api.recovery.errors import (
    NoResetWaits,
    NothingLost,
    ResetElsewhere,
    ResetOwn,
    ResetSecondNew,
    ResetSecondOther,
    ResetSecondRelated,
)
from schemas.recovery.tasks import FactorResetConfirmed
from schemas.recovery.wire import FactorRequest, FactorReset

_REFUSED: dict[queries.FactorState, type[Problem]] = {"nothing": NothingLost, "elsewhere": ResetElsewhere}


async def ask(uow: UnitOfWork, staff_id: UUID) -> None:
    """One adult says that a colleague lost everything. Raises Forbidden, StepUpNeeded, NotFound, ResetOwn, NothingLost, ResetElsewhere."""
    await _colleague(uow, actions.FACTOR_RESET_ASK, staff_id)
    by, now = uow.actor.account_id, uow.now
    until = now + rules.REQUEST_LIFE
    await queries.put_request(uow.conn, uow.actor.org_id, staff_id, by, await _name(uow, by), now, until)
    uow.changed(actions.FACTOR_RESET_ASK, "staff", staff_id)


async def list_waiting(uow: Reading) -> list[FactorRequest]:
    """What waits for a second adult; never the reader's own. Raises Forbidden, StepUpNeeded."""
    uow.require_org(actions.FACTOR_RESET_CONFIRM, "staff")
    return await queries.list_waiting(uow.conn, uow.actor.org_id, uow.actor.account_id, uow.now)


async def confirm(uow: UnitOfWork, staff_id: UUID) -> None:
    """A second adult says so as well: the reset waits, the person is told and signed out everywhere.

    Raises Forbidden, StepUpNeeded, NotFound, ResetOwn, NothingLost, ResetElsewhere, NoResetWaits, ResetSecondOther, ResetSecondNew,
    ResetSecondRelated.
    """
    await _colleague(uow, actions.FACTOR_RESET_CONFIRM, staff_id)
    org_id, second, now = uow.actor.org_id, uow.actor.account_id, uow.now
    asked = await queries.find_request(uow.conn, org_id, staff_id, now)
    if asked is None:
        raise NoResetWaits
    await _check_two(uow, asked.asked_by, second)
    reset_id, opens_at = uuid7(), now + rules.WAITING
    by = ((asked.asked_by, asked.name), (second, await _name(uow, second)))
    await queries.add_reset(
        uow.conn, staff_id, reset_id, *by, now=now, opens_at=opens_at, ends_at=opens_at + rules.LASTS
    )
    await queries.set_confirmed(uow.conn, org_id, staff_id, now)
    told = FactorResetConfirmed(reset_id=reset_id, staff_id=staff_id, opens_at=opens_at)
    await tasks.enqueue(uow, told.kind, str(reset_id), told, now)
    uow.changed(actions.FACTOR_RESET_CONFIRM, "staff", staff_id)


async def _check_two(uow: UnitOfWork, first: UUID, second: UUID) -> None:
    """Both adults are here for a week, and neither by the other's word."""
    since = uow.now - rules.SETTLED
    if first == second:
        raise ResetSecondOther
    if not await queries.is_settled(uow.conn, second, since):
        raise ResetSecondNew
    if not await queries.is_settled(uow.conn, first, since) or await are_related(
        uow.conn, uow.actor.org_id, first, second, uow.now
    ):
        raise ResetSecondRelated


async def list_own(uow: Reading) -> list[FactorReset]:
    """Resets of the actor's own second factors, with who stood behind them."""
    return await queries.list_resets(uow.conn, uow.require_self("factor_reset"))


async def refuse(uow: UnitOfWork, reset_id: UUID) -> None:
    """The actor has lost nothing, or asked for nothing. Raises NotFound."""
    if not await queries.refuse_reset(uow.conn, uow.require_self("factor_reset"), reset_id, uow.now):
        raise NotFound
    uow.changed(ME, "factor_reset", reset_id)


async def _colleague(uow: Reading, action: Action, staff_id: UUID) -> None:
    """Somebody else who works here, has something to lose, and reads about no child from whom the actor is barred."""
    org_id = uow.actor.org_id
    uow.require(action, Resource(org_id=org_id, kind="staff", resource_id=staff_id))
    by = uow.actor.account_id
    barred = uow.actor.barred_ids and await reads_about(uow.conn, org_id, staff_id, by)
    if barred or await queries.find_name(uow.conn, org_id, staff_id) is None:
        raise NotFound  # by the SMS of who reads about the child, they would read it themselves
    if staff_id == by:
        raise ResetOwn
    if refused := _REFUSED.get(await queries.get_state(uow.conn, staff_id)):
        raise refused


async def _name(uow: Reading, account_id: UUID) -> str:
    return await queries.find_name(uow.conn, uow.actor.org_id, account_id) or ""
