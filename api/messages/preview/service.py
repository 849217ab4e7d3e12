"""What features show before they tell an audience: how many people each channel reaches, and whom none does."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from api.core.unit_of_work import Reading
from api.messages import queries as messages_queries
from api.messages import rules as messages_rules
from api.messages.budgets import service as budgets
from api.messages.errors import SmsBeyondByLeaders, SmsDecisionNeeded, Unfit
from api.messages.preview import queries, rules, unreached
from schemas.messages.audiences import Audience
from schemas.messages.preview import AudiencePreview, Linked, TiedRow, Unreached
from schemas.messages.rows import ChannelName
from schemas.messages.templates import Params, Template

LANGUAGES = ("zh-CN", "en")
sms_text = rules.sms_text
others_alone = messages_rules.others_alone
sms_left = budgets.left
leaves_out = rules.leaves_out


Wanted: TypeAlias = Callable[[Sequence[UUID]], Awaitable[frozenset[UUID] | None]]
"""Whom of some people it concerns. None: all of them."""


async def preview(
    uow: Reading, audience: Audience, templates: Sequence[str], params: Params, wanted: Wanted | None = None
) -> AudiencePreview:
    """By which channel each of an audience, or of its people whom it concerns, would be told something now, in the longest of these templates.

    The caller has checked that the actor may ask.
    """
    reached = await queries.get_reached_people(uow.conn, uow.actor.org_id, audience)
    if wanted and (concerned := await wanted(reached.people)) is not None:
        reached = msgspec.structs.replace(reached, people=[one for one in reached.people if one in concerned])
    has = rules.configured(uow.config, uow.actor.org_id)
    kinds = await queries.list_address_kinds(uow.conn, reached.people, await _linked(uow, has), uow.now)
    org = await messages_queries.get_org_channels(uow.conn, uow.actor.org_id)
    parts = _parts(uow, templates, params, ZoneInfo(org.time_zone))
    return rules.preview(reached, kinds, org, has, parts, uow.config.sms_price, await budgets.lefts(uow))


async def list_reached(uow: Reading, people: Sequence[UUID], *, sms: bool = True) -> frozenset[UUID]:
    """Which of these people any channel reaches, or any but SMS. The caller has checked that the actor may ask."""
    org = await messages_queries.get_org_channels(uow.conn, uow.actor.org_id)
    has = rules.configured(uow.config, uow.actor.org_id)
    usable = messages_rules.ordered(org, has if sms else has - {"sms"})
    found = await queries.list_person_kinds(uow.conn, people, await _linked(uow, has), uow.now)
    return frozenset(person.account_id for person in found if rules.first_channel(person, usable))


async def list_unreached(uow: Reading, people: Sequence[TiedRow], *, sms: bool) -> Unreached:
    """The families and staff of these people to whom no channel, or none but SMS, brings it. The caller has checked that the actor may ask."""
    accounts = sorted({person.account_id for person in people})
    return unreached.unreached(people, await list_reached(uow, accounts, sms=sms))


def check_sms(alone: bool | None, *, short: bool, may_exceed: bool) -> None:
    """What becomes of those whom only SMS reaches is said by the sender where the budget is `short` for them. `alone`: what was said.

    Raises SmsDecisionNeeded, SmsBeyondByLeaders.
    """
    if alone and not may_exceed:
        raise SmsBeyondByLeaders
    if alone is None and short:
        raise SmsDecisionNeeded


async def _linked(uow: Reading, has: frozenset[ChannelName]) -> Linked:
    org_id, own = uow.actor.org_id, messages_rules.wechat_account(uow.config, uow.actor.org_id)
    wecom = await queries.list_in_wecom(uow.conn, org_id) if "wecom" in has else []
    wechat = await queries.list_in_wechat(uow.conn, org_id, own.app_id) if own else []
    return Linked(wecom=[one.account_id for one in wecom], wechat=[one.account_id for one in wechat])


def _parts(uow: Reading, templates: Sequence[str], params: Params, zone: ZoneInfo) -> dict[str, int]:
    found = [uow.services.registry.templates.get(name) for name in templates]
    if not all(template is not None and isinstance(params, template.params) for template in found):
        raise Unfit("There is no such template with such params.")
    encoded = msgspec.json.encode(params)
    return {language: max(_parts_of(template, encoded, language, zone) for template in found) for language in LANGUAGES}


def _parts_of(template: Template | None, params: bytes, language: str, zone: ZoneInfo) -> int:
    words = messages_rules.render(template, params, language, zone, outside=True, plain=False, sms=True)
    return rules.parts_of(words.body)
