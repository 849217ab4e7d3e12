"""Signing in with a passkey: assurance 2, in one step. The device says whose passkey it is, so no phone number is asked for."""

from uuid import UUID

from api.accounts import rules
from api.accounts.errors import SignInFailed
from api.accounts.passkeys import service as passkeys
from api.accounts.passkeys import verifying
from api.accounts.signin import service
from api.accounts.signin.service import Client, Started
from api.core.access import PUBLIC
from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork
from schemas.accounts.passkeys import PasskeyChallenge, PasskeySignIn


async def begin(uow: UnitOfWork, client: Client) -> Problem | PasskeyChallenge:
    """A challenge for whoever signs it. The address alone is counted, as nobody is named yet."""
    uow.required.add(PUBLIC)
    if refusal := await service.refuse_address(uow, client):
        return refusal
    return PasskeyChallenge(
        challenge=await passkeys.new_challenge(uow, "sign_in", None),
        rp_id=verifying.site_of(uow.config.base_url).rp_id,
        credential_ids=[],
    )


async def by_passkey(uow: UnitOfWork, given: PasskeySignIn, client: Client) -> Started | Problem:
    """Staff with a passkey: assurance 2."""
    uow.required.add(PUBLIC)
    account_id = UUID(bytes=verifying.to_bytes(given.user_handle))
    if refusal := await service.refuse_attempt(uow, uow.sealer.name("passkey", str(account_id)), client):
        return refusal
    if not await passkeys.is_right(uow, account_id, given, "sign_in", None):
        return SignInFailed()
    return await service.start(uow, account_id, "staff", client, shared=given.shared_device, idle=rules.IDLE["staff"])
