"""Password and authenticator of staff who open confidential text.

The first ones are set from a session that began by phone code at most ten minutes ago. Whoever has both changes them only with
both, so that a stolen session of assurance 1 never becomes one of assurance 2.
Refusals of a proof are returned and not raised, so that the try is counted.
"""

from uuid import UUID

from pyotp import random_base32
from pyotp.totp import TOTP

from api.accounts import hashing, rules
from api.accounts.enrolment import queries
from api.accounts.enrolment.queries import Credential
from api.accounts.errors import FreshSessionNeeded, NotForStudents, ProofNeeded, WrongCode
from api.accounts.me import service as me
from api.core.access import ME
from api.core.errors import Problem, TooMany, invalid
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.wire import CodeGiven, PasswordNew, TotpSecret, TotpWanted

_WEAK = {
    "zh-CN": "这个密码太容易被猜到，请换一个。",
    "en": "That password is easily guessed. Please choose another.",
}


async def set_password(uow: UnitOfWork, new: PasswordNew) -> Problem | None:
    """Sets or changes the password; other sessions end. Raises Invalid for a weak one."""
    account_id = uow.require_self()
    if refusal := await _refused(uow, account_id, new.current, new.totp):
        return refusal
    if rules.weak(new.password):
        raise invalid("$.password", "weak", _WEAK["en" if uow.actor.language == "en" else "zh-CN"])
    await queries.set_secret(uow.conn, account_id, await hashing.hash_secret(new.password), uow.now)
    await me.end_other_sessions(uow)
    uow.changed(ME, "password", account_id)
    return None


async def add_totp(uow: UnitOfWork, wanted: TotpWanted) -> Problem | TotpSecret:
    """A new authenticator secret, shown once; it counts when a code of it is confirmed."""
    account_id = uow.require_self()
    if refusal := await _refused(uow, account_id, wanted.current, wanted.totp):
        return refusal
    secret = random_base32()
    await queries.set_totp(uow.conn, account_id, uow.sealer.seal_contact(secret), None, uow.now)
    uow.changed(ME, "totp", account_id)
    uri = TOTP(secret).provisioning_uri(name=str(account_id)[:8], issuer_name="Xinqiao")
    return TotpSecret(secret=secret, uri=uri)


async def confirm_totp(uow: UnitOfWork, given: CodeGiven) -> Problem | None:
    """The authenticator works: from now on it is asked for."""
    account_id = uow.require_self()
    if refusal := await _counted(uow, account_id):
        return refusal
    found = await queries.find_credential(uow.conn, account_id)
    if found is None or found.totp_sealed is None or found.totp_confirmed_at is not None:
        return WrongCode()
    if not await _right_code(uow, account_id, found, given.code):
        return WrongCode()
    await queries.set_totp(uow.conn, account_id, found.totp_sealed, uow.now, uow.now)
    await me.end_other_sessions(uow)
    uow.changed(ME, "totp", account_id)
    return None


async def _refused(uow: UnitOfWork, account_id: UUID, current: str | None, totp: str | None) -> Problem | None:
    """Why this person may not change password or authenticator now; None when they may."""
    if not await queries.is_staff(uow.conn, account_id):
        return NotForStudents()
    found = await queries.find_credential(uow.conn, account_id)
    if found is None or found.secret_hash is None or found.totp_confirmed_at is None:
        return None if await _fresh(uow) else FreshSessionNeeded()
    if current is None or totp is None:
        return ProofNeeded()
    if refusal := await _counted(uow, account_id):
        return refusal
    right = await hashing.matches(found.secret_hash, current) and await _right_code(uow, account_id, found, totp)
    return None if right else ProofNeeded()


async def _fresh(uow: Reading) -> bool:
    sessions = await me.list_sessions(uow)
    return any(s.current and s.created_at >= uow.now - rules.FRESH for s in sessions)


async def _right_code(uow: UnitOfWork, account_id: UUID, found: Credential, code: str) -> bool:
    secret = uow.sealer.open_contact(found.totp_sealed) if found.totp_sealed else ""
    step = rules.totp_step(secret, code, uow.now)
    return step is not None and await queries.take_step(uow.conn, account_id, step)


async def _counted(uow: UnitOfWork, account_id: UUID) -> TooMany | None:
    wait = await queries.count_attempt(uow.conn, uow.sealer.name("attempt", "proof", str(account_id)), uow.now)
    return TooMany(retry_after=wait) if wait else None
