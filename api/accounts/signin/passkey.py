"""Signing in with a passkey: assurance 2, in one step. The device says whose passkey it is, so no phone number is asked for."""

from functools import partial
from uuid import UUID

from api.accounts import purging, rules
from api.accounts.errors import SignInFailed
from api.accounts.passkeys import service as passkeys
from api.accounts.passkeys import verifying
from api.accounts.signin import counting, delays, service
from api.accounts.signin.service import Client, Started
from api.core.access import PUBLIC
from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork
from schemas.accounts.passkeys import PasskeyChallenge, PasskeySignIn


async def begin(uow: UnitOfWork, client: Client) -> PasskeyChallenge:
    """A challenge for the person who signs it. Nobody is named yet, and an address alone is refused none."""
    uow.required.add(PUBLIC)
    if await service.is_crowded(uow, "passkey", delays.CHALLENGES_OF_AN_ADDRESS, client):
        await purging.purge_challenges(uow)
    return PasskeyChallenge(
        challenge=await passkeys.new_challenge(uow, "sign_in", None),
        rp_id=verifying.site_of(uow.config.base_url).rp_id,
        credential_ids=[],
    )


async def by_passkey(uow: UnitOfWork, given: PasskeySignIn, client: Client) -> Started | Problem:
    """Staff with a passkey: assurance 2."""
    uow.required.add(PUBLIC)
    account_id = UUID(bytes=verifying.to_bytes(given.user_handle))
    key = uow.sealer.name("passkey", str(account_id))
    tried = service.tried_by(uow, "passkey", key, account_id, client)
    return await counting.counted(uow, tried, partial(_with_passkey, uow, given, client, account_id))


async def _with_passkey(uow: UnitOfWork, given: PasskeySignIn, client: Client, account_id: UUID) -> Started | Problem:
    if not await passkeys.is_right(uow, account_id, given, "sign_in", None):
        return SignInFailed()
    return await service.start(uow, account_id, "staff", client, shared=given.shared_device, idle=rules.IDLE["staff"])
