"""The Idempotency-Key of a write: which request it stands for."""

import hashlib
from typing import Any

import msgspec
from litestar import Request

from api.core.errors import IdempotencyMissing
from api.core.sealing import Sealer


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A write's Idempotency-Key and the hash of what was asked with it."""

    text: str
    request_hash: bytes


def key_text(request: "Request[Any, Any, Any]") -> str:
    """The header as it stands there. Raises IdempotencyMissing."""
    text = request.headers.get("idempotency-key", "")
    if not (8 <= len(text) <= 64 and text.isascii() and text.isprintable()):
        raise IdempotencyMissing
    return text


async def read_key(request: "Request[Any, Any, Any]", sealer: Sealer) -> Key:
    """The key that the request carries. Raises IdempotencyMissing."""
    text = key_text(request)
    scope = request.scope
    digest = hashlib.sha256(f"{scope['method']} {scope['path']}?".encode() + scope["query_string"] + b"\n")
    digest.update(await request.body())
    # Keyed, since what was asked may be confidential, and a short text can be guessed by its bare hash.
    return Key(text=text, request_hash=sealer.mark("request", digest.hexdigest()))
