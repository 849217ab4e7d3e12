"""Who a guardian is to their school's WeChat service account. They show it themselves: they go to WeChat's own page and come back.

What comes back is a code, which the worker exchanges: nothing leaves with a request. Two things must fit: what came back was begun by this
person, lately, and the number of their account is still the one that they had then. Signing out everywhere ends links and what was begun:
a session that somebody else had may have made them.
"""

from uuid import UUID

from api.core import tasks, wechat_page
from api.core.access import Resource, check_number
from api.core.errors import ClosedForNow, SharedPhone
from api.core.parts import PartsEnded
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.wechat import Account, authorize_url
from api.messages import actions
from api.messages import rules as messages_rules
from api.messages.changes.opened import tell_opened
from api.messages.errors import WechatNotBegun, WechatOff
from api.messages.wechat import queries
from schemas.messages.tasks import LinkWechat
from schemas.messages.wechat import WechatAsk, WechatFound, WechatHolder, WechatLink, WechatRow

KIND = "wechat_link"


async def get_link(uow: Reading) -> WechatLink:
    """The actor's link. Raises Forbidden."""
    _require(uow, actions.WECHAT_SEE)
    return await _to_wire(uow)


async def get_again(uow: Reading, _account_id: UUID) -> WechatLink:
    """The link, for a repeated request. Raises Forbidden."""
    return await get_link(uow)


async def ask(uow: UnitOfWork, new: WechatAsk) -> WechatLink:
    """Has WeChat asked who the actor is, with what its page sent back. Raises Forbidden, NumberMovedLately, ClosedForNow, SharedPhone, WechatOff, WechatNotBegun."""
    _require(uow, actions.WECHAT_LINK)
    own, actor = _account(uow), uow.actor
    if actor.closed_before is not None:
        raise ClosedForNow
    if own is None:
        raise WechatOff
    holder = await _holder(uow, actor.account_id)
    if not holder.own_phone:
        raise SharedPhone
    begun = [mark for window in wechat_page.windows(uow.now) for mark in _state_marks(uow, window, holder)]
    if not wechat_page.fits(new.state, begun):
        raise WechatNotBegun
    mark = next(iter(_link_marks(uow, actor.account_id, holder)), None)
    await queries.set_asked(uow.conn, actor.org_id, actor.account_id, own.app_id, mark, uow.now)
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
    row = await queries.find_link(uow.conn, org_id, account_id)
    holder = await _holder(uow, account_id)
    if open_id is None or row is None or row.phone_mark is None or not _holds(uow, account_id, row, holder):
        await queries.set_failed(uow.conn, org_id, account_id, uow.now)
    else:
        found = WechatFound(account_id=account_id, app_id=payload.app_id, user_id=open_id, phone_mark=row.phone_mark)
        await queries.set_linked(uow.conn, org_id, found, uow.now)
        await tell_opened(uow, KIND, account_id)


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


async def _holder(uow: Reading, account_id: UUID) -> WechatHolder:
    found = await queries.find_holder(uow.conn, account_id, uow.actor.session_id, uow.now)
    return found or WechatHolder(phone_sealed=None, sign_outs=0, own_phone=False)


def _state_marks(uow: Reading, window: int, holder: WechatHolder) -> list[bytes]:
    """What travels through WeChat's page with the actor: it fits nobody else, not for long, and not after signing out everywhere."""
    return uow.sealer.marks("wechat-state", uow.actor.org_id, uow.actor.account_id, window, holder.sign_outs)


def _link_marks(uow: Reading, account_id: UUID, holder: WechatHolder) -> list[bytes]:
    """One of these is what a link must carry. None without a number: nothing else would notice that the account is another person's."""
    if holder.phone_sealed is None:
        return []
    number = uow.sealer.open_contact("phone", account_id, holder.phone_sealed)
    return messages_rules.wechat_marks(uow.sealer, uow.actor.org_id, number, holder.sign_outs)


def _holds(uow: Reading, account_id: UUID, row: WechatRow, holder: WechatHolder) -> bool:
    """Whether the number is still the one that was asked with, and nobody signed out everywhere since."""
    return row.phone_mark in _link_marks(uow, account_id, holder)


async def _to_wire(uow: Reading) -> WechatLink:
    own, actor = _account(uow), uow.actor
    if own is None:
        return WechatLink(state="off", connect_url=None)
    row = await queries.find_link(uow.conn, actor.org_id, actor.account_id)
    holder = await _holder(uow, actor.account_id)
    if row and (row.app_id != own.app_id or (row.state != "failed" and not _holds(uow, actor.account_id, row, holder))):
        row = None
    connect_url = _connect_url(uow, own, holder) if holder.own_phone else None
    return WechatLink(state=row.state if row else "none", connect_url=connect_url)


def _connect_url(uow: Reading, own: Account, holder: WechatHolder) -> str:
    actor, state = uow.actor, _state_marks(uow, wechat_page.windows(uow.now)[0], holder)[0].hex()
    back = f"{uow.config.base_url}/me/settings?wechat={actor.org_id}"
    return authorize_url(own, back, state)
