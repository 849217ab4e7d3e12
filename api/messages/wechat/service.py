"""Who a guardian is to their school's WeChat service account. They show it themselves: they go to WeChat's own page and come back.

What comes back is a code, which the worker exchanges: nothing leaves with a request. Two things must fit: what came back was begun by this
person, lately, and the number of their account is still the one that they had then.
"""

from uuid import UUID

from api.core import tasks
from api.core.access import Resource, check_number
from api.core.errors import ClosedForNow
from api.core.parts import PartsEnded
from api.core.phone_numbers import open_phones
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.wechat import Account, authorize_url
from api.messages import actions
from api.messages import rules as messages_rules
from api.messages.errors import WechatNotBegun, WechatOff
from api.messages.wechat import queries, rules
from schemas.messages.tasks import LinkWechat
from schemas.messages.wechat import WechatAsk, WechatFound, WechatLink

KIND = "wechat_link"


async def get_link(uow: Reading) -> WechatLink:
    """The actor's link. Raises Forbidden."""
    _require(uow, actions.WECHAT_SEE)
    return await _to_wire(uow)


async def get_again(uow: Reading, _account_id: UUID) -> WechatLink:
    """The link, for a repeated request. Raises Forbidden."""
    return await get_link(uow)


async def ask(uow: UnitOfWork, new: WechatAsk) -> WechatLink:
    """Has WeChat asked who the actor is, with what its page sent back. Raises Forbidden, NumberMovedLately, ClosedForNow, WechatOff, WechatNotBegun."""
    _require(uow, actions.WECHAT_LINK)
    own, actor = _account(uow), uow.actor
    if actor.closed_before is not None:
        raise ClosedForNow
    if own is None:
        raise WechatOff
    if not rules.fits(new.state, [mark for window in rules.windows(uow.now) for mark in _marks(uow, window)]):
        raise WechatNotBegun
    await queries.set_asked(uow.conn, actor.org_id, actor.account_id, own.app_id, uow.now)
    task = LinkWechat(account_id=actor.account_id, app_id=own.app_id, code=new.wechat_code)
    await tasks.enqueue(uow, LinkWechat.kind, str(actor.account_id), task, uow.now)
    uow.changed(actions.WECHAT_LINK, KIND, actor.account_id)
    return await _to_wire(uow)


async def remove_link(uow: UnitOfWork) -> None:
    """Nothing reaches the actor by WeChat from now on. Raises Forbidden, NumberMovedLately: the number's owner may take it back, and the link with it."""
    _require(uow, actions.WECHAT_SEE)
    check_number(uow.actor)
    await tasks.cancel(uow, LinkWechat.kind, str(uow.actor.account_id))
    if await queries.remove_link(uow.conn, uow.actor.org_id, uow.actor.account_id):
        uow.changed(actions.WECHAT_SEE, KIND, uow.actor.account_id)


async def is_wanted(uow: UnitOfWork, payload: LinkWechat) -> bool:
    """Whether somebody still waits to be linked to this account. For the worker alone."""
    uow.require_system()
    row = await queries.find_link(uow.conn, uow.actor.org_id, payload.account_id)
    return row is not None and (row.app_id, row.state) == (payload.app_id, "asked")


async def set_answer(uow: UnitOfWork, payload: LinkWechat, open_id: str | None) -> None:
    """Notes who WeChat says that a person is; None: it did not say. For the worker alone; it opens a phone number."""
    uow.require_system()
    org_id, account_id = uow.actor.org_id, payload.account_id
    number = (await open_phones(uow, [account_id])).get(account_id)
    if open_id is None or number is None:
        await queries.set_failed(uow.conn, org_id, account_id, uow.now)
    else:
        mark = uow.sealer.mark("wechat", org_id, number)
        found = WechatFound(account_id=account_id, app_id=payload.app_id, user_id=open_id, phone_mark=mark)
        await queries.set_linked(uow.conn, org_id, found, uow.now)


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Removes the links of guardians who have no child here any more."""
    gone = sorted({part.account_id for part in event.of("guardianship", "guardian")})
    if gone:
        await queries.remove_gone(uow.conn, uow.actor.org_id, gone)


def _require(uow: Reading, action: Action) -> None:
    people = frozenset({uow.actor.account_id})
    uow.require(action, Resource(org_id=uow.actor.org_id, kind=KIND, people=people))


def _account(uow: Reading) -> Account | None:
    return messages_rules.wechat_account(uow.config, uow.actor.org_id)


def _marks(uow: Reading, window: int) -> list[bytes]:
    """What travels through WeChat's page with the actor: it fits nobody else, and not for long."""
    return uow.sealer.marks("wechat-state", uow.actor.org_id, uow.actor.account_id, window)


async def _to_wire(uow: Reading) -> WechatLink:
    own, actor = _account(uow), uow.actor
    if own is None:
        return WechatLink(state="off", connect_url=None)
    row = await queries.find_link(uow.conn, actor.org_id, actor.account_id)
    state = _marks(uow, rules.windows(uow.now)[0])[0].hex()
    back = f"{uow.config.base_url}/me/settings?wechat={actor.org_id}"
    return WechatLink(
        state=row.state if row and row.app_id == own.app_id else "none", connect_url=authorize_url(own, back, state)
    )
