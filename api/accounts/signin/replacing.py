"""A sign-in takes the place of the session that asked for it: a step up to assurance 2 leaves no weaker session behind."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from api.accounts.signin.service import Client, Started
from api.core.db import run
from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork
from api.http.auth import Token

Given = TypeVar("Given")
Op = Callable[[UnitOfWork, Given, Client], Awaitable[Started | Problem]]

REPLACE_SESSION = """
select session_replace($1, $2, $3, $4)
"""


async def sign_in(
    uow: UnitOfWork, op: "Op[Given]", given: Given, client: Client, asking: Token | None
) -> Started | Problem:
    """Signs in by `op`, and ends the session whose token the request carried. A refused sign-in ends none."""
    started = await op(uow, given, client)
    if isinstance(started, Started) and asking is not None:
        who = (asking.account_id, asking.token_hash, started.account_id, started.session_id)
        await run(uow.conn, REPLACE_SESSION, *who)
    return started
