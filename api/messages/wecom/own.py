"""Whether a guardian signs in from their school's WeCom: their own word, in a session of theirs, and nobody else's.

Who they are there is what the two directories say (`service.link`). So a person who borrows the session for a minute
switches nothing on for a WeCom of their own.
"""

from uuid import UUID

from api.core.access import Resource, check_number
from api.core.errors import ClosedForNow, SharedPhone
from api.core.roles import Action
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.wecom import App, find_app, sign_in_marks
from api.messages import actions
from api.messages.changes.opened import tell_opened
from api.messages.errors import WecomNotKnown, WecomOff
from api.messages.wecom import queries
from schemas.messages.wecom import WecomHolder, WecomLink

KIND = "wecom_sign_in"


async def get_link(uow: Reading) -> WecomLink:
    """Whether the actor signs in from the school's WeCom. Raises Forbidden."""
    _require(uow, actions.WECOM_SEE)
    app = find_app(uow.config.wecom, uow.actor.org_id)
    holder = await queries.find_holder(uow.conn, uow.actor.account_id, uow.actor.session_id, uow.now)
    own_phone = holder is not None and holder.own_phone
    if app is None:
        return WecomLink(state="off", own_phone=own_phone)
    row = await queries.find_link(uow.conn, uow.actor.org_id, uow.actor.account_id)
    marks = _marks(uow, app, row.user_id, row.phone_mark, holder) if row and holder else []
    if row is None or not marks:
        return WecomLink(state="none", own_phone=own_phone)
    return WecomLink(state="signs_in" if row.sign_in_mark in marks else "known", own_phone=own_phone)


async def get_again(uow: Reading, _account_id: UUID) -> WecomLink:
    """The same, for a repeated request. Raises Forbidden."""
    return await get_link(uow)


async def switch_on(uow: UnitOfWork) -> WecomLink:
    """The actor signs in from the school's WeCom from now on, and is told so. Raises Forbidden, NumberMovedLately, ClosedForNow, SharedPhone, WecomOff, WecomNotKnown."""
    _require(uow, actions.WECOM_SIGN_IN)
    org_id, actor = uow.actor.org_id, uow.actor
    if actor.closed_before is not None:
        raise ClosedForNow
    app = find_app(uow.config.wecom, org_id)
    if app is None:
        raise WecomOff
    holder = await queries.find_holder(uow.conn, actor.account_id, actor.session_id, uow.now)
    if holder is None or not holder.own_phone:
        raise SharedPhone
    row = await queries.find_link(uow.conn, org_id, actor.account_id)
    marks = _marks(uow, app, row.user_id, row.phone_mark, holder) if row else []
    if row is None or not marks:
        raise WecomNotKnown
    if row.sign_in_mark not in marks:
        await queries.set_sign_in(uow.conn, org_id, actor.account_id, marks[0])
        await tell_opened(uow, KIND, actor.account_id)
        uow.changed(actions.WECOM_SIGN_IN, KIND, actor.account_id)
    return WecomLink(state="signs_in", own_phone=True)


async def switch_off(uow: UnitOfWork) -> None:
    """The actor signs in from WeCom no more. Raises Forbidden, NumberMovedLately: the number's owner may take it back."""
    _require(uow, actions.WECOM_SEE)
    check_number(uow.actor)
    if await queries.set_sign_in(uow.conn, uow.actor.org_id, uow.actor.account_id, None):
        uow.changed(actions.WECOM_SEE, KIND, uow.actor.account_id)


def _require(uow: Reading, action: Action) -> None:
    people = frozenset({uow.actor.account_id})
    uow.require(action, Resource(org_id=uow.actor.org_id, kind=KIND, people=people))


def _marks(uow: Reading, app: App, user_id: str, phone_mark: bytes, holder: WecomHolder) -> list[bytes]:
    """One of these is what the word must carry. None where the number is not the one any more that proved who they are there."""
    if holder.phone_sealed is None:
        return []
    number = uow.sealer.open_contact("phone", uow.actor.account_id, holder.phone_sealed)
    proven = phone_mark in uow.sealer.marks("wecom", app.org_id, number)
    return sign_in_marks(uow.sealer, app, user_id, number, holder.sign_outs) if proven else []
