"""Signing in from a school's WeCom: assurance 1, for guardians who switched it on.

A browser begins, and WeCom's own page sends it back with a code, which the worker exchanges: nothing leaves with a request, and the phone never
says who it is. What came back must fit the cookie of the browser that began. Who WeCom names is signed in only where the number that WeCom has
at this moment is the one here, as it was when it was switched on, and nobody signed out everywhere since.
"""

import os
from uuid import UUID

import msgspec

from api.accounts import rules as accounts_rules
from api.accounts.signin import naming, service
from api.accounts.signin import queries as signin
from api.accounts.signin.service import Client, Started
from api.accounts.wecom import queries, rules
from api.accounts.wecom.errors import (
    WecomAsked,
    WecomDown,
    WecomMustWait,
    WecomNotBegun,
    WecomRefused,
    WecomSignInOff,
    WecomUnknown,
)
from api.accounts.wecom.queries import Answer
from api.accounts.wecom.rules import Browser
from api.core import db, phones, tasks
from api.core.access import PUBLIC
from api.core.errors import Problem
from api.core.unit_of_work import Reading, UnitOfWork
from api.core.wechat_page import fits
from api.core.wecom import App, Visitor, authorize_url, find_app, sign_in_marks
from schemas.accounts.tasks import SignInFromWecom
from schemas.accounts.wecom import SignInState, WecomBack, WecomBegin, WecomSignIn

ADDRESS = "/sign-in/wecom"


class _Known(msgspec.Struct, frozen=True, kw_only=True):
    """Whom WeCom named, and the login key of their number."""

    account_id: UUID
    key: bytes


_REFUSALS: dict[SignInState, type[Problem]] = {
    "asked": WecomAsked,
    "unknown": WecomUnknown,
    "refused": WecomRefused,
    "down": WecomDown,
}


async def begin(uow: Reading, given: WecomBegin) -> tuple[Browser, str]:
    """What this browser is known by, and where it goes. Raises WecomSignInOff."""
    uow.required.add(PUBLIC)
    app = find_app(uow.config.wecom, given.org_id)
    if app is None:
        raise WecomSignInOff
    browser = Browser(org_id=given.org_id, nonce=os.urandom(32))
    state = rules.states(uow.sealer, browser, app, uow.now)[0].hex()
    return browser, authorize_url(app, f"{uow.config.base_url}{ADDRESS}?o={given.org_id}", state)


async def ask(uow: UnitOfWork, given: WecomBack, client: Client, browser: Browser | None) -> Problem | None:
    """Has WeCom asked who came back. Refusals are returned, so that what was counted is committed."""
    uow.required.add(PUBLIC)
    if refusal := await _too_many(uow, client):
        return refusal
    app = find_app(uow.config.wecom, browser.org_id) if browser else None
    if browser is None or app is None or not fits(given.state, rules.states(uow.sealer, browser, app, uow.now)):
        return WecomNotBegun()
    until = uow.now + rules.ANSWER_LIFE
    with uow.elsewhere(browser.org_id):
        first = await queries.add_attempt(uow.conn, browser.org_id, browser.attempt, uow.now, until)
    if not first:
        return WecomNotBegun()
    attempt = browser.attempt.hex()
    task = SignInFromWecom(org_id=browser.org_id, attempt=attempt, code=given.wecom_code)
    await tasks.enqueue(uow, task.kind, attempt, task, uow.now)
    return None


async def note_answer(
    uow: UnitOfWork, asked: SignInFromWecom, state: SignInState, visitor: Visitor | None = None
) -> None:
    """Keeps what WeCom said, as the door: the app's role could make itself sessions by it. For the worker alone."""
    uow.require_system()
    number = phones.find_number(visitor.mobile) if visitor else None
    who = (visitor.user_id, uow.sealer.mark("wecom", asked.org_id, number)) if visitor and number else None
    said: SignInState = "unknown" if visitor and not who else state
    attempt, until = bytes.fromhex(asked.attempt), uow.now + rules.ANSWER_LIFE
    async with db.transaction(uow.services.door, asked.org_id) as conn:
        await queries.set_answer(conn, asked.org_id, attempt, said, who, until)


async def sign_in(uow: UnitOfWork, _: WecomSignIn, client: Client, browser: Browser | None) -> Started | Problem:
    """A session for whom WeCom named, once. A way on one's own phone alone: it is never a shared device's."""
    uow.required.add(PUBLIC)
    app = find_app(uow.config.wecom, browser.org_id) if browser else None
    if browser is None or app is None:
        return WecomNotBegun()
    with uow.elsewhere(browser.org_id):
        answer = await queries.take_answer(uow.conn, browser.org_id, browser.attempt, uow.now)
        known = await _find(uow, app, answer) if answer else None
    if answer is None:
        return WecomNotBegun()
    if known is None:
        return _REFUSALS.get(answer.state, WecomUnknown)()
    found = await signin.find_login(uow.conn, known.key)
    # Who has the number may be another person after a long silence: a code by SMS asks a name then.
    if found is None or found.account_id != known.account_id or naming.is_quiet(found.heard_of, uow.now):
        return WecomUnknown()
    idle = accounts_rules.IDLE["phone"] if "staff" in found.kinds else None
    return await service.start(uow, found.account_id, "phone", client, shared=False, idle=idle)


async def _find(uow: UnitOfWork, app: App, answer: Answer) -> _Known | None:
    """The guardian whom WeCom named, if everything that says so is still true. Opens a phone number."""
    link = await queries.find_link(uow.conn, app.org_id, answer.user_id) if answer.user_id else None
    holder = await queries.find_holder(uow.conn, link.account_id, uow.now) if link else None
    if link is None or holder is None or holder.phone_sealed is None:
        return None
    number = uow.sealer.open_contact("phone", link.account_id, holder.phone_sealed)
    proofs = uow.sealer.marks("wecom", app.org_id, number)
    said = sign_in_marks(uow.sealer, app, answer.user_id or "", number, holder.sign_outs)
    if answer.phone_mark not in proofs or link.sign_in_mark not in said:
        return None
    return _Known(account_id=link.account_id, key=service.phone_key(uow, number))


async def _too_many(uow: UnitOfWork, client: Client) -> WecomMustWait | None:
    """Each try asks WeCom, whose quota the school's notices need: an address has many, and nobody needs this way."""
    most, seconds = rules.ATTEMPTS_OF_AN_ADDRESS
    key = uow.sealer.name("attempt", "wecom", "address", client.address)
    wait = await signin.count_attempt(uow.conn, [key], [most], [seconds], uow.now)
    return WecomMustWait(retry_after=wait, minutes=-(-wait // 60)) if wait else None
