"""The budgets of an organisation's channels (N1): set by those who run it, higher ones with a second person, and kept while sending.

What a broadcast sends is held back from when it is told. What a channel took is counted with the outcome, in one transaction. So nothing is
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
    BudgetChannel,
    BudgetRow,
    BudgetRule,
    ChannelBudget,
    ChannelBudgetAnswer,
    ChannelBudgetAsked,
    ChannelBudgetNew,
    Cost,
    CostKind,
)
from schemas.messages.preview import ChannelRoom
from schemas.messages.rows import ChannelName, DeliveryAttempt, Outcome

HELD = timedelta(days=1)
"""So long is held back what was about to leave. What a worker died at may have left, and is in nobody's way after that."""
KIND = "sms_budget"


async def get_budget(uow: Reading, channel: BudgetChannel) -> ChannelBudget:
    """The budget of a channel and what is left of it. Raises Forbidden."""
    uow.require_org(actions.SMS_BUDGET_SEE, KIND)
    zone = await get_zone(uow)
    month = rules.month_of(uow.now, zone)
    row, rest = await _find(uow, channel), await left(uow, channel)
    spent = await queries.list_spent(uow.conn, uow.actor.org_id, channel, month, local_day(uow.now, zone))
    return ChannelBudget(
        channel=channel,
        month=month,
        parts=_limit(uow, channel, row),
        is_default=row is None or row.parts is None,
        spent=rules.shown(spent),
        left=None if rest is None else max(0, rest),
        price=uow.config.sms_price if channel == "sms" else None,
        asked=await _asked(uow, row),
        version=row.version if row else 0,
    )


async def get_again(uow: Reading, _budget_id: UUID, *, channel: BudgetChannel) -> ChannelBudget:
    """The budget, for a repeated request. Raises Forbidden."""
    return await get_budget(uow, channel)


async def set_budget(uow: UnitOfWork, channel: BudgetChannel, new: ChannelBudgetNew, version: int) -> ChannelBudget:
    """Sets the budget, or asks a second person for a higher one. Raises Forbidden, Stale."""
    _require(uow)
    row = await _locked(uow, channel)
    check_version(row.version if row else 0, version)
    org_id, by = uow.actor.org_id, uow.actor.account_id
    if rules.needs_second(new.parts, _limit(uow, channel, row), _limit(uow, channel, None)):
        await queries.set_asked(uow.conn, org_id, channel, new.parts, by, uow.now)
    else:
        await queries.set_budget(uow.conn, org_id, channel, new.parts, by, uow.now)
    return await _changed(uow, channel)


async def answer_budget(uow: UnitOfWork, channel: BudgetChannel, answer: ChannelBudgetAnswer) -> ChannelBudget:
    """Says yes or no to a higher budget, as a second person. Who asked may take it back. Raises Forbidden, BudgetNotAsked, BudgetByAnother."""
    _require(uow)
    row = await _locked(uow, channel)
    if row is None or not row.asked_valid or row.asked_parts != answer.parts:
        raise BudgetNotAsked
    if answer.approve and not await _is_second(uow, row):
        raise BudgetByAnother
    org_id = uow.actor.org_id
    if answer.approve:
        await queries.set_budget(uow.conn, org_id, channel, answer.parts, uow.actor.account_id, uow.now)
    else:
        await queries.set_asked(uow.conn, org_id, channel, None, None, None)
    return await _changed(uow, channel)


async def lefts(uow: Reading) -> dict[ChannelName, int]:
    """What each channel's budget lets out now; without those that nothing limits. The caller has checked that the actor may ask."""
    rows = {row.channel: row for row in await queries.list_budgets(uow.conn, uow.actor.org_id)}
    limits: dict[BudgetChannel, int | None] = {one: _limit(uow, one, rows.get(one)) for one in rules.CHANNELS}
    if all(limit is None for limit in limits.values()):
        return {}
    zone = await get_zone(uow)
    month, today, since = rules.month_of(uow.now, zone), local_day(uow.now, zone), uow.now - HELD
    found: dict[ChannelName, int] = {}
    for channel, limit in limits.items():
        if limit is not None:
            used = await queries.get_used(uow.conn, uow.actor.org_id, channel, month, today, since)
            found[channel] = limit - used.spent - used.reserved
    return found


async def left(uow: Reading, channel: BudgetChannel = "sms") -> int | None:
    """The same of one channel. None: nothing limits it."""
    return (await lefts(uow)).get(channel)


async def lock_limited(uow: UnitOfWork) -> bool:
    """Lets nobody else hold messages back until the transaction ends. False: no channel has a budget."""
    limited = await lefts(uow)
    for channel in filter(rules.has_budget, sorted(limited)):
        await queries.lock_budget(uow.conn, uow.actor.org_id, channel)
    return bool(limited)


class Room:
    """What single messages of one round may still use of each channel. Budgets are asked once, when the first one needs it.

    They do not use it up: whether one leaves must not tell its person of another.
    """

    def __init__(self, uow: UnitOfWork, zone: ZoneInfo) -> None:
        self.zone = zone
        self._uow = uow
        self._lefts: dict[ChannelName, int] | None = None

    async def takes(self, channel: ChannelName, parts: int) -> bool:
        """Whether one more leaves by this channel, which counts as so many."""
        if not rules.has_budget(channel):
            return True
        if self._lefts is None:
            self._lefts = await lefts(self._uow)
        return parts <= self._lefts.get(channel, parts)


async def hold(uow: UnitOfWork, broadcast_id: UUID, found: ChannelRoom, *, alone: bool) -> None:
    """Decides how a broadcast is told by a channel, and holds back what it sends there if there is room for all of it.

    `alone`: whom only SMS reaches has one beyond the budget; whom only another channel reaches always is told by that.
    """
    if rules.has_budget(found.channel):
        rule = rules.broadcast_rule(found.need, found.left, alone=alone or found.channel != "sms")
        held = found.need if rule == "free" else 0
        await queries.add_rule(uow.conn, uow.actor.org_id, broadcast_id, found.channel, rule, held, uow.now)


async def rule_of(uow: Reading, broadcast_id: UUID) -> BudgetRule:
    """How a broadcast is told by SMS. For other parts of messages, which have checked that the actor may ask."""
    found = await queries.find_rule(uow.conn, uow.actor.org_id, broadcast_id)
    return found.rule if found else "free"


async def count_sent(uow: UnitOfWork, outcomes: Sequence[Outcome]) -> None:
    """Counts single messages that were taken. Called before their outcomes are noted."""
    sent = [(o.attempt, o.attempt.cost) for o in outcomes if o.state == "sent" and o.attempt.cost]
    if sent:
        today = local_day(uow.now, await get_zone(uow))
        await queries.count_sent(uow.conn, uow.actor.org_id, sent, today)
        await queries.use_reserved(uow.conn, uow.actor.org_id, _used(sent))


async def count_page(uow: UnitOfWork, outcomes: Sequence[Outcome]) -> None:
    """Counts what was taken of a broadcast. Called once for each page, by the worker that moved its chunk on."""
    spent: Counter[tuple[ChannelName, date, CostKind]] = Counter()
    sent = [(o.attempt, o.attempt.cost) for o in outcomes if o.state == "sent" and o.attempt.cost]
    for attempt, cost in sent:
        spent[attempt.channel, cost.month, cost.kind] += cost.parts
    if sent:
        await queries.add_spent(uow.conn, uow.actor.org_id, spent)
        await queries.use_reserved(uow.conn, uow.actor.org_id, _used(sent))


def _used(sent: Iterable[tuple[DeliveryAttempt, Cost]]) -> Counter[tuple[UUID, ChannelName]]:
    used: Counter[tuple[UUID, ChannelName]] = Counter()
    for attempt, cost in sent:
        used[attempt.told_id, attempt.channel] += cost.parts
    return used


def _limit(uow: Reading, channel: BudgetChannel, row: BudgetRow | None) -> int | None:
    """SMS have a default of the installation, as they alone have a price."""
    default = uow.config.sms_budget if channel == "sms" else None
    return default if row is None or row.parts is None else row.parts


async def _is_second(uow: Reading, row: BudgetRow) -> bool:
    """Whether the actor is another person than who asked: a second account of theirs is not (0310)."""
    actor = uow.actor
    return row.asked_by is not None and not await are_one(
        uow.conn, actor.org_id, row.asked_by, actor.account_id, uow.now
    )


async def _asked(uow: Reading, row: BudgetRow | None) -> ChannelBudgetAsked | None:
    if row is None or row.asked_parts is None or row.asked_at is None or not row.asked_valid:
        return None
    can = await _is_second(uow, row)
    return ChannelBudgetAsked(parts=row.asked_parts, by=row.asked_name or "", at=row.asked_at, can_answer=can)


def _require(uow: UnitOfWork) -> None:
    uow.require(actions.SMS_BUDGET_EDIT, Resource(org_id=uow.actor.org_id, kind=KIND))


async def _find(uow: Reading, channel: BudgetChannel) -> BudgetRow | None:
    rows = await queries.list_budgets(uow.conn, uow.actor.org_id)
    return next((row for row in rows if row.channel == channel), None)


async def _locked(uow: UnitOfWork, channel: BudgetChannel) -> BudgetRow | None:
    await queries.lock_budget(uow.conn, uow.actor.org_id, channel)
    return await _find(uow, channel)


async def _changed(uow: UnitOfWork, channel: BudgetChannel) -> ChannelBudget:
    uow.changed(actions.SMS_BUDGET_EDIT, KIND, UUID(int=uow.actor.org_id))
    return await get_budget(uow, channel)
