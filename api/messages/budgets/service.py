"""An organisation's SMS budget (N1): set by those who run it, a higher one with a second person, and kept while sending.

A broadcast's SMS are held back from when it is told. What a channel took is counted with the outcome, in one transaction. So nothing is
counted twice or lost, whatever dies in between. Single messages join the count the day after, in tens: a number that moved with each
would tell who reads it, or who sees what it lets out, that a colleague's report or appointment was told (0351).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from api.core.access import Resource
from api.core.administrators import are_one
from api.core.errors import check_version
from api.core.local_time import local_day
from api.core.orgs import get_zone
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import actions
from api.messages.budgets import queries, rules
from api.messages.errors import BudgetByAnother, BudgetNotAsked
from schemas.messages.budgets import (
    BudgetRow,
    SmsBudget,
    SmsBudgetAnswer,
    SmsBudgetAsked,
    SmsBudgetNew,
    SmsKind,
    SmsRule,
)
from schemas.messages.rows import DeliveryAttempt, Outcome

HELD = timedelta(days=1)
"""So long is held back what was about to leave. What a worker died at may have left, and is in nobody's way after that."""
KIND = "sms_budget"


async def get_budget(uow: Reading) -> SmsBudget:
    """The budget and what is left of it. Raises Forbidden."""
    uow.require_org(actions.SMS_BUDGET_SEE, KIND)
    zone = await get_zone(uow)
    month = rules.month_of(uow.now, zone)
    row = await queries.find_budget(uow.conn, uow.actor.org_id)
    rest = await left(uow)
    return SmsBudget(
        month=month,
        parts=_limit(uow, row),
        is_default=row is None or row.parts is None,
        spent=rules.shown(await queries.list_spent(uow.conn, uow.actor.org_id, month, local_day(uow.now, zone))),
        left=None if rest is None else max(0, rest),
        price=uow.config.sms_price,
        asked=await _asked(uow, row),
        version=row.version if row else 0,
    )


async def get_again(uow: Reading, _budget_id: UUID) -> SmsBudget:
    """The budget, for a repeated request. Raises Forbidden."""
    return await get_budget(uow)


async def set_budget(uow: UnitOfWork, new: SmsBudgetNew, version: int) -> SmsBudget:
    """Sets the budget, or asks a second person for a higher one. Raises Forbidden, Stale."""
    _require(uow)
    row = await _locked(uow)
    check_version(row.version if row else 0, version)
    org_id, by = uow.actor.org_id, uow.actor.account_id
    if rules.needs_second(new.parts, _limit(uow, row), uow.config.sms_budget):
        await queries.set_asked(uow.conn, org_id, new.parts, by, uow.now)
    else:
        await queries.set_budget(uow.conn, org_id, new.parts, by, uow.now)
    return await _changed(uow)


async def answer_budget(uow: UnitOfWork, answer: SmsBudgetAnswer) -> SmsBudget:
    """Says yes or no to a higher budget, as a second person. Who asked may take it back. Raises Forbidden, BudgetNotAsked, BudgetByAnother."""
    _require(uow)
    row = await _locked(uow)
    if row is None or not row.asked_valid or row.asked_parts != answer.parts:
        raise BudgetNotAsked
    if answer.approve and not await _is_second(uow, row):
        raise BudgetByAnother
    org_id = uow.actor.org_id
    if answer.approve:
        await queries.set_budget(uow.conn, org_id, answer.parts, uow.actor.account_id, uow.now)
    else:
        await queries.set_asked(uow.conn, org_id, None, None, None)
    return await _changed(uow)


async def left(uow: Reading) -> int | None:
    """SMS that the budget lets out now. None: nothing limits them. The caller has checked that the actor may ask."""
    parts = _limit(uow, await queries.find_budget(uow.conn, uow.actor.org_id))
    if parts is None:
        return None
    zone = await get_zone(uow)
    month, today = rules.month_of(uow.now, zone), local_day(uow.now, zone)
    used = await queries.get_used(uow.conn, uow.actor.org_id, month, today, uow.now - HELD)
    return parts - used.spent - used.reserved


async def left_locked(uow: UnitOfWork) -> int | None:
    """The same, for who is about to hold some back: nobody else does until the transaction ends."""
    if await left(uow) is None:
        return None
    await queries.lock_budget(uow.conn, uow.actor.org_id)
    return await left(uow)


class Room:
    """What single SMS of one round may still use. The budget is asked once, when the first one needs it.

    They do not use it up: whether one leaves must not tell its person of another.
    """

    def __init__(self, uow: UnitOfWork, zone: ZoneInfo) -> None:
        self.zone = zone
        self._uow = uow
        self._asked = False
        self._left: int | None = None

    async def takes(self, parts: int) -> bool:
        """Whether one more leaves, which counts as so many."""
        if not self._asked:
            self._asked, self._left = True, await left(self._uow)
        return self._left is None or parts <= self._left


async def hold(uow: UnitOfWork, broadcast_id: UUID, parts: int, *, alone: bool) -> None:
    """Decides how a broadcast is told whose SMS count as `parts`, and holds them back if there is room for all of them."""
    room = await left_locked(uow)
    if room is None:
        return
    rule = rules.broadcast_rule(parts, room, alone=alone)
    await queries.add_rule(uow.conn, uow.actor.org_id, broadcast_id, rule, parts if rule == "free" else 0, uow.now)


async def rule_of(uow: Reading, broadcast_id: UUID) -> SmsRule:
    """How a broadcast is told by SMS. For other parts of messages, which have checked that the actor may ask."""
    found = await queries.find_rule(uow.conn, uow.actor.org_id, broadcast_id)
    return found.rule if found else "free"


async def count_sent(uow: UnitOfWork, outcomes: Sequence[Outcome]) -> None:
    """Counts single SMS that were taken. Called before their outcomes are noted."""
    sent = [(o.attempt, o.attempt.sms) for o in outcomes if o.state == "sent" and o.attempt.sms]
    if sent:
        today = local_day(uow.now, await get_zone(uow))
        await queries.count_sent(uow.conn, uow.actor.org_id, sent, today)
        await queries.use_reserved(uow.conn, uow.actor.org_id, _used(attempt for attempt, _ in sent))


async def count_page(uow: UnitOfWork, outcomes: Sequence[Outcome]) -> None:
    """Counts a broadcast's SMS that were taken. Called once for each page, by the worker that moved its chunk on."""
    spent: Counter[tuple[date, SmsKind]] = Counter()
    sent = [o.attempt for o in outcomes if o.state == "sent" and o.attempt.sms]
    for attempt in sent:
        if attempt.sms:
            spent[attempt.sms.month, attempt.sms.kind] += attempt.sms.parts
    if sent:
        await queries.add_spent(uow.conn, uow.actor.org_id, spent)
        await queries.use_reserved(uow.conn, uow.actor.org_id, _used(sent))


def _used(sent: Iterable[DeliveryAttempt]) -> Counter[UUID]:
    used: Counter[UUID] = Counter()
    for attempt in sent:
        used[attempt.told_id] += attempt.sms.parts if attempt.sms else 0
    return used


def _limit(uow: Reading, row: BudgetRow | None) -> int | None:
    return uow.config.sms_budget if row is None or row.parts is None else row.parts


async def _is_second(uow: Reading, row: BudgetRow) -> bool:
    """Whether the actor is another person than who asked: a second account of theirs is not (0310)."""
    actor = uow.actor
    return row.asked_by is not None and not await are_one(
        uow.conn, actor.org_id, row.asked_by, actor.account_id, uow.now
    )


async def _asked(uow: Reading, row: BudgetRow | None) -> SmsBudgetAsked | None:
    if row is None or row.asked_parts is None or row.asked_at is None or not row.asked_valid:
        return None
    can = await _is_second(uow, row)
    return SmsBudgetAsked(parts=row.asked_parts, by=row.asked_name or "", at=row.asked_at, can_answer=can)


def _require(uow: UnitOfWork) -> None:
    uow.require(actions.SMS_BUDGET_EDIT, Resource(org_id=uow.actor.org_id, kind=KIND))


async def _locked(uow: UnitOfWork) -> BudgetRow | None:
    await queries.lock_budget(uow.conn, uow.actor.org_id)
    return await queries.find_budget(uow.conn, uow.actor.org_id)


async def _changed(uow: UnitOfWork) -> SmsBudget:
    uow.changed(actions.SMS_BUDGET_EDIT, KIND, UUID(int=uow.actor.org_id))
    return await get_budget(uow)
