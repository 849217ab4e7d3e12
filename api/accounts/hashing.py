"""Passwords and students' secrets as Argon2id. Each check costs the same whether or not there is anything to check."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB, two passes: about 30 ms of one services, and four at once stay within a small machine's memory.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_at_once = asyncio.Semaphore(4)
_dummy = _hasher.hash("nobody's")


async def hash_secret(secret: str) -> str:
    """The hash to keep."""
    async with _at_once:
        return await asyncio.to_thread(_hasher.hash, secret)


async def matches(kept: str | None, secret: str) -> bool:
    """Whether a secret is the one that was hashed; None takes as long and is never right."""
    async with _at_once:
        right = await asyncio.to_thread(_verify, kept or _dummy, secret)
    return right and kept is not None


def _verify(kept: str, secret: str) -> bool:
    try:
        return _hasher.verify(kept, secret)
    except (VerificationError, InvalidHashError):
        return False
