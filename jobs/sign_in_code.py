"""Sends a one-time code. It is drawn here, right before it leaves, and kept as an HMAC alone (DESIGN §5).

When nobody has the key, a code is kept and sent to nobody. A second try after a crash sends a new code, and the newest counts.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from api.core import db, phones
from api.core.db import Conn, maybe, run, uuid7
from api.core.sealing import ContactKind
from api.core.unit_of_work import UnitOfWork
from jobs.channels.base import ChannelKind, Later, Outgoing
from jobs.runner import Handler, Job
from schemas.accounts.tasks import SignInCode

LIFE = timedelta(minutes=5)
MOST_TRIES = 6
"""With the waits of the runner in between, about as many as fit into `LIFE`."""
_BODIES = {
    "zh-CN": "【心桥】您的验证码是{code}，5分钟内有效。请勿告诉他人。",
    "en": "[Xinqiao] Your code is {code}. It is good for 5 minutes. Do not share it.",
}


class NotSent(Exception):
    """The channel asked for another try."""


class _Login(msgspec.Struct, frozen=True, kw_only=True):
    account_id: UUID
    kind: str
    sealed: bytes | None
    language: str


SELECT_LOGIN = """
select account_id, kind, sealed, language from login_find($1)
"""
SELECT_ACCOUNT = """
select account_id, 'mail' as kind, email_sealed as sealed, language from account_get($1)
"""
SELECT_MOVED = """
select account_id, kind, sealed, language from login_moved_from($1, $2)
"""
PUT_CODE = """
select login_code_put($1, $2, $3)
"""


async def send_code(job: Job[SignInCode], payload: SignInCode) -> None:
    """Draws, stores and sends a code, unless the person stopped waiting for it. Raises NotSent, to be tried again."""
    if job.now() >= job.due_at + LIFE or job.failures >= MOST_TRIES:
        return
    key_hash = bytes.fromhex(payload.key_hash)
    code = f"{secrets.randbelow(1_000_000):06}"
    async with job.transaction() as uow:
        async with db.transaction(uow.services.door, db.PLATFORM) as conn:
            found = await _find(conn, payload, key_hash, uow.now)
            if payload.to == "phone" or found:  # for a phone that nobody has too: its codes are refused in the same way
                await run(conn, PUT_CODE, key_hash, uow.sealer.code(key_hash, code), uow.now + LIFE)
            if found is None or found.sealed is None:
                return
        channel: ChannelKind = "sms" if found.kind == "phone" else "mail"
        if channel not in job.channels:
            return
        item = _outgoing(uow, found, found.sealed, code)
    (result,) = await job.channels[channel].send_many([item])
    if isinstance(result, Later):
        raise NotSent


async def _find(conn: Conn, payload: SignInCode, key_hash: bytes, now: datetime) -> _Login | None:
    if payload.to == "email":
        return await maybe(conn, _Login, SELECT_ACCOUNT, payload.account_id)
    found = await maybe(conn, _Login, SELECT_LOGIN, key_hash)
    if found is None:  # a number that a school moved takes itself back by a code
        found = await maybe(conn, _Login, SELECT_MOVED, key_hash, now)
    return found if found and found.kind in {"phone", "mail"} else None


def _outgoing(uow: UnitOfWork, found: _Login, sealed: bytes, code: str) -> Outgoing:
    english = found.language == "en"
    kind: ContactKind = "phone" if found.kind == "phone" else "mail"
    address = uow.sealer.open_contact(kind, found.account_id, sealed)
    return Outgoing(
        dedupe_id=f"code:{uuid7()}",
        address=address if kind == "mail" else phones.to_e164(address),
        title=("Your code" if english else "验证码") if kind == "mail" else "",
        body=_BODIES["en" if english else "zh-CN"].format(code=code),
        at=uow.now,
        expires_at=uow.now + LIFE,
        urgent=True,
    )


HANDLER = Handler(payload=SignInCode, handle=send_code)
