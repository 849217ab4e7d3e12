"""Routes of a person's own passkeys."""

from typing import TypeVar
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.accounts.passkeys import service
from api.core.access import ME
from api.core.errors import Problem
from api.http.request_runner import RequestRunner
from schemas.accounts.passkeys import (
    Assertion,
    Passkey,
    PasskeyChallenge,
    PasskeyEdit,
    PasskeyNew,
    PasskeyOptions,
    PasskeyWanted,
)

Answer = TypeVar("Answer")
# Not repeatable: a challenge is good once.
ONCE = {"action": ME, "idempotency_key": False}


class PasskeyController(Controller):
    """Passkeys of staff, who open confidential text with them."""

    path = "/me/passkeys"
    tags = ("Yourself",)
    opt = {"door": True}  # noqa: RUF012

    @get(operation_id="listPasskeys", opt={"action": ME})
    async def list_passkeys(self, runner: NamedDependency[RequestRunner]) -> list[Passkey]:
        """Lists your passkeys."""
        return await runner.read(service.list_passkeys)

    @post("/options", operation_id="beginPasskey", opt=ONCE, status_code=200)
    async def begin_passkey(
        self, runner: NamedDependency[RequestRunner], data: JSONBody[PasskeyWanted]
    ) -> PasskeyOptions:
        """Creates a challenge for a new passkey, good once and for five minutes.

        The same conditions hold as for a password: 403 `fresh-session-needed`, 403 `proof-needed`, 403 `staff-only`, 429
        `too-many`. 409 `too-many-passkeys` when you have twenty.
        """
        runner.header("cache-control", "no-store")
        return _raised(await runner.write_without_key(service.begin_passkey, data))

    @post(operation_id="addPasskey", opt=ONCE, status_code=200)
    async def add_passkey(self, runner: NamedDependency[RequestRunner], data: JSONBody[PasskeyNew]) -> Passkey:
        """Adds the passkey that your device created, and ends your other sessions.

        422 `passkey-refused` when it does not answer a challenge of this session, comes from another address, or the
        device did not verify you. 403 `staff-only` for everybody who is not staff.
        """
        return _raised(await runner.write_without_key(service.add_passkey, data))

    @put("/{passkey_id:uuid}", operation_id="renamePasskey", opt={"action": ME})
    async def rename_passkey(
        self, runner: NamedDependency[RequestRunner], passkey_id: FromPath[UUID], data: JSONBody[PasskeyEdit]
    ) -> Passkey:
        """Renames one of your passkeys."""
        return await runner.write(service.rename_passkey, passkey_id, data, again=service.get_passkey)

    @delete("/{passkey_id:uuid}", operation_id="removePasskey", opt={"action": ME})
    async def remove_passkey(self, runner: NamedDependency[RequestRunner], passkey_id: FromPath[UUID]) -> None:
        """Removes one of your passkeys.

        403 `step-up-needed` when you gave no second factor in the last ten minutes of this session. 409 `last-factor`
        for the last one, while you have no password with an authenticator.
        """
        await runner.write(service.remove_passkey, passkey_id)

    @post("/challenge", operation_id="beginStepUp", opt=ONCE, status_code=200)
    async def begin_step_up(self, runner: NamedDependency[RequestRunner]) -> PasskeyChallenge:
        """Creates a challenge for your passkey, good once, in this session and for five minutes."""
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(service.begin_step_up)

    @post("/proof", operation_id="stepUp", opt=ONCE, status_code=204)
    async def step_up(self, runner: NamedDependency[RequestRunner], data: JSONBody[Assertion]) -> None:
        """Proves your passkey: this session may open confidential text for an hour.

        422 `passkey-refused` when it does not answer a challenge of this session, is not yours, or the device did not
        verify you. 429 `too-many` after too many tries.
        """
        _raised(await runner.write_without_key(service.step_up, data))


def _raised(answer: "Answer | Problem") -> Answer:
    if isinstance(answer, Problem):
        raise answer
    return answer
