"""A person's own passkeys, and the proof of one in the session that is open.

Who has a second factor adds or removes a passkey only with a proof of it, as for a password: a session by SMS never does.
Refusals of what a device signed are returned and not raised, so that the challenge stays used.
"""

import os
from uuid import UUID

from webauthn.helpers import bytes_to_base64url

from api.accounts import rules
from api.accounts.enrolment import queries as enrolment
from api.accounts.enrolment import service as proofs
from api.accounts.errors import LastFactor, NotForStudents, PasskeyRefused, TooManyPasskeys
from api.accounts.me import service as me
from api.accounts.passkeys import queries, verifying
from api.accounts.passkeys.verifying import Purpose
from api.accounts.signin import counting
from api.core.access import ME
from api.core.db import uuid7
from api.core.errors import NotFound, Problem, StepUpNeeded
from api.core.unit_of_work import Reading, UnitOfWork
from schemas.accounts.passkeys import (
    Assertion,
    Passkey,
    PasskeyChallenge,
    PasskeyEdit,
    PasskeyNew,
    PasskeyOptions,
    PasskeyWanted,
)

ALGORITHMS = [-7, -257]
"""ES256 and RS256 (RFC 8152): what phones, computers and security keys make."""
MOST = 20
"""Passkeys of one person."""


async def list_passkeys(uow: Reading) -> list[Passkey]:
    """The person's passkeys."""
    return [_to_wire(row) for row in await queries.list_passkeys(uow.conn, uow.require_self("passkey"))]


async def begin_passkey(uow: UnitOfWork, wanted: PasskeyWanted) -> Problem | PasskeyOptions:
    """A challenge for a new passkey of this session."""
    account_id = uow.require_self("passkey")
    if refusal := await proofs.refuse_change(uow, wanted.current, wanted.totp):
        return refusal
    known = await queries.list_passkeys(uow.conn, account_id)
    if len(known) >= MOST:
        return TooManyPasskeys()
    return PasskeyOptions(
        challenge=await new_challenge(uow, "register", uow.actor.session_id),
        rp_id=verifying.site_of(uow.config.base_url).rp_id,
        user_id=bytes_to_base64url(account_id.bytes),
        # A device may copy the name to other places: it says whose it is to nobody else.
        user_name=f"Xinqiao {str(account_id)[-4:]}",
        algorithms=ALGORITHMS,
        exclude=[bytes_to_base64url(row.credential_id) for row in known],
    )


async def add_passkey(uow: UnitOfWork, new: PasskeyNew) -> Problem | Passkey:
    """Stores the passkey that answers a challenge of this session. Other sessions end."""
    account_id = uow.require_self("passkey")
    challenge = verifying.challenge_in(new.client_data)
    if not await take_challenge(uow, challenge, "register", uow.actor.session_id):
        return PasskeyRefused()
    if not await enrolment.is_staff(uow.conn, account_id):
        return NotForStudents()
    made = verifying.verify_new(new, challenge, verifying.site_of(uow.config.base_url))
    passkey_id = uuid7()
    if made is None or not await queries.add_passkey(uow.conn, account_id, passkey_id, made, new.name, uow.now):
        return PasskeyRefused()
    await me.end_other_sessions(uow)
    uow.changed(ME, "passkey", passkey_id)
    return await _get(uow, account_id, passkey_id)


async def rename_passkey(uow: UnitOfWork, passkey_id: UUID, edit: PasskeyEdit) -> Passkey:
    """Renames one of the person's passkeys. Raises NotFound."""
    account_id = uow.require_self("passkey")
    if not await queries.set_name(uow.conn, account_id, passkey_id, edit.name):
        raise NotFound
    uow.changed(ME, "passkey", passkey_id)
    return await _get(uow, account_id, passkey_id)


async def get_passkey(uow: Reading, passkey_id: UUID) -> Passkey:
    """One of the person's passkeys. Raises NotFound."""
    return await _get(uow, uow.require_self("passkey"), passkey_id)


async def remove_passkey(uow: UnitOfWork, passkey_id: UUID) -> None:
    """Removes a passkey. Raises NotFound, StepUpNeeded without a proof of the last ten minutes, LastFactor."""
    account_id = uow.require_self("passkey")
    known = await queries.list_passkeys(uow.conn, account_id)
    if all(row.passkey_id != passkey_id for row in known):
        raise NotFound
    if not await proofs.has_proved(uow, account_id):
        raise StepUpNeeded
    found = await enrolment.find_credential(uow.conn, account_id)
    if len(known) == 1 and (found is None or not found.both):
        raise LastFactor
    await queries.remove_passkey(uow.conn, account_id, passkey_id)
    uow.changed(ME, "passkey", passkey_id)


async def begin_step_up(uow: UnitOfWork) -> PasskeyChallenge:
    """A challenge for a proof in this session, for any of the person's passkeys."""
    account_id = uow.require_self("passkey")
    known = await queries.list_passkeys(uow.conn, account_id)
    return PasskeyChallenge(
        challenge=await new_challenge(uow, "step_up", uow.actor.session_id),
        rp_id=verifying.site_of(uow.config.base_url).rp_id,
        credential_ids=[bytes_to_base64url(row.credential_id) for row in known],
    )


async def step_up(uow: UnitOfWork, given: Assertion) -> Problem | None:
    """This session has assurance 2 for an hour, as its person proved a passkey of theirs."""
    account_id = uow.require_self("passkey")
    session_id = uow.actor.session_id

    async def check() -> Problem | None:
        right = session_id is not None and await is_right(uow, account_id, given, "step_up", session_id)
        return None if right else PasskeyRefused()

    if refusal := await counting.counted_here(uow, "passkey proof", account_id, check):
        return refusal
    await enrolment.note_proof(uow.conn, account_id, session_id, uow.now)
    uow.changed(ME, "session", session_id)
    return None


async def new_challenge(uow: UnitOfWork, purpose: Purpose, session_id: UUID | None) -> str:
    """A challenge that is good once, for one purpose and session, for a few minutes."""
    challenge = os.urandom(32)
    until = uow.now + rules.CHALLENGE_LIFE
    await queries.add_challenge(uow.conn, verifying.hash_of(challenge), purpose, session_id, until)
    return bytes_to_base64url(challenge)


async def take_challenge(uow: UnitOfWork, challenge: bytes, purpose: Purpose, session_id: UUID | None) -> bool:
    """Uses the challenge up."""
    return await queries.take_challenge(uow.conn, verifying.hash_of(challenge), purpose, session_id, uow.now)


async def is_right(
    uow: UnitOfWork, account_id: UUID, given: Assertion, purpose: Purpose, session_id: UUID | None
) -> bool:
    """Whether a passkey of this member of staff signed this challenge now. Uses up the challenge and raises the sign count."""
    challenge = verifying.challenge_in(given.client_data)
    taken = await take_challenge(uow, challenge, purpose, session_id)
    credential_id = verifying.to_bytes(given.credential_id)
    key = await queries.find_key(uow.conn, account_id, credential_id)
    if not taken or key is None or "staff" not in key.kinds:
        return False
    site = verifying.site_of(uow.config.base_url)
    count = verifying.verify_use(given, challenge, site, key.public_key, key.sign_count)
    used = (account_id, credential_id, key.sign_count)
    return count is not None and await queries.note_use(uow.conn, *used, count, uow.now)


async def _get(uow: Reading, account_id: UUID, passkey_id: UUID) -> Passkey:
    found = [row for row in await queries.list_passkeys(uow.conn, account_id) if row.passkey_id == passkey_id]
    if not found:
        raise NotFound
    return _to_wire(found[0])


def _to_wire(row: queries.PasskeyRow) -> Passkey:
    return Passkey(passkey_id=row.passkey_id, name=row.name, created_at=row.created_at, used_at=row.used_at)
