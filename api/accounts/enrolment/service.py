"""Password and authenticator of staff who open confidential text.

The first ones are set from a session that began by phone code at most ten minutes ago. A person who is enrolled changes them only with a
proof: password and code, or a second factor given in this session within ten minutes. So a session by SMS never becomes one of
assurance 2. A new authenticator waits beside the old one, which stays valid until the session that asked confirms the new one.
Refusals of a proof are returned and not raised, so that the failure is counted as one of sign-in (decision 0184).
"""

from functools import partial
from uuid import UUID

from pyotp import random_base32
from pyotp.totp import TOTP

from api.accounts import hashing, rules, secrets
from api.accounts.enrolment import queries
from api.accounts.enrolment.queries import Credential
from api.accounts.errors import FreshSessionNeeded, MovedLately, NotForStudents, ProofNeeded, WrongCode
from api.accounts.me import service as me
from api.accounts.signin import counting
from api.core.access import ME
from api.core.errors import Problem
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.wire import CodeGiven, PasswordNew, PasswordProof, TotpSecret, TotpWanted


async def set_password(uow: UnitOfWork, new: PasswordNew) -> Problem | None:
    """Sets or changes the password; other sessions end. Raises Invalid for a weak one."""
    account_id = uow.require_self()
    if refusal := await refuse_change(uow, new.current, new.totp):
        return refusal
    await secrets.check(uow, account_id, "$.password", new.password, secrets.OF_STAFF)
    await queries.set_secret(uow.conn, account_id, await hashing.hash_secret(new.password), uow.now)
    await me.end_other_sessions(uow)
    uow.changed(ME, "password", account_id)
    return None


async def add_totp(uow: UnitOfWork, wanted: TotpWanted) -> Problem | TotpSecret:
    """A new authenticator secret, shown once; it counts when a code of it is confirmed."""
    account_id = uow.require_self()
    if refusal := await refuse_change(uow, wanted.current, wanted.totp):
        return refusal
    secret = random_base32()
    sealed = uow.sealer.seal_contact("authenticator", account_id, secret)
    await queries.set_pending(uow.conn, account_id, sealed, uow.actor.session_id, uow.now)
    uow.changed(ME, "totp", account_id)
    uri = TOTP(secret).provisioning_uri(name=str(account_id)[:8], issuer_name="Xinqiao")
    return TotpSecret(secret=secret, uri=uri)


async def confirm_totp(uow: UnitOfWork, given: CodeGiven) -> Problem | None:
    """The new authenticator works: from now on its codes are asked for, and those of the old one are refused."""
    account_id = uow.require_self()
    if refusal := await counting.counted_here(uow, "proof", account_id, partial(_confirm, uow, account_id, given)):
        return refusal
    await me.end_other_sessions(uow)
    uow.changed(ME, "totp", account_id)
    return None


async def _confirm(uow: UnitOfWork, account_id: UUID, given: CodeGiven) -> Problem | None:
    found = await queries.find_credential(uow.conn, account_id)
    if found is None or found.totp_pending_sealed is None:
        return WrongCode()
    secret = uow.sealer.open_contact("authenticator", account_id, found.totp_pending_sealed)
    step = rules.totp_step(secret, given.code, uow.now)
    if step is None or not await queries.confirm_pending(uow.conn, account_id, uow.actor.session_id, step, uow.now):
        return WrongCode()
    return None


async def refuse_change(uow: UnitOfWork, current: str | None, totp: str | None) -> Problem | None:
    """Why this person may not change what they sign in with now; None when they may."""
    account_id = uow.require_self()
    if not await queries.is_staff(uow.conn, account_id):
        return NotForStudents()
    found = await queries.find_credential(uow.conn, account_id)
    if found is None or not found.enrolled:
        if found and found.moved_at and uow.now < found.moved_at + rules.CLOSED_AFTER_MOVE:
            return MovedLately()
        return None if await me.is_fresh(uow) else FreshSessionNeeded()
    if await has_proved(uow, account_id):
        return None
    if current is None or totp is None:
        return await _take_reset(uow, account_id)
    return await _prove(uow, account_id, found, current, totp)


async def _take_reset(uow: UnitOfWork, account_id: UUID) -> Problem | None:
    """Two adults confirmed that everything was lost: in a new session the person starts once more. ProofNeeded without it."""
    reset_id = await queries.find_reset(uow.conn, account_id, uow.now)
    if reset_id is None:
        return ProofNeeded()
    if not await me.is_fresh(uow):
        return FreshSessionNeeded()
    await queries.use_reset(uow.conn, account_id, reset_id, uow.now)
    await me.end_other_sessions(uow)
    uow.changed(ME, "factor_reset", reset_id)
    return None


async def step_up(uow: UnitOfWork, given: PasswordProof) -> Problem | None:
    """This session has assurance 2 for an hour, as its person gave password and code in it."""
    account_id = uow.require_self()
    if not await queries.is_staff(uow.conn, account_id):
        return NotForStudents()
    found = await queries.find_credential(uow.conn, account_id)
    if refusal := await _prove(uow, account_id, found, given.current, given.totp):
        return refusal
    await queries.note_proof(uow.conn, account_id, uow.actor.session_id, uow.now)
    uow.changed(ME, "session", uow.actor.session_id)
    return None


async def _prove(
    uow: UnitOfWork, account_id: UUID, found: Credential | None, password: str, code: str
) -> Problem | None:
    """Why password and code prove nothing; None when they do. Failures are counted."""

    async def check() -> Problem | None:
        right = await hashing.matches(found.secret_hash if found else None, password)
        right = (
            right
            and found is not None
            and found.totp_confirmed_at is not None
            and await _right_code(uow, account_id, found, code)
        )
        return None if right else ProofNeeded()

    return await counting.counted_here(uow, "proof", account_id, check)


async def has_proved(uow: Reading, account_id: UUID) -> bool:
    """Whether the person proved a second factor in this session within the last ten minutes."""
    at = await queries.find_proof(uow.conn, account_id, uow.actor.session_id)
    return at is not None and at >= uow.now - rules.FRESH


async def _right_code(uow: UnitOfWork, account_id: UUID, found: Credential, code: str) -> bool:
    secret = uow.sealer.open_contact("authenticator", account_id, found.totp_sealed) if found.totp_sealed else ""
    step = rules.totp_step(secret, code, uow.now)
    return step is not None and await queries.take_step(uow.conn, account_id, step)
