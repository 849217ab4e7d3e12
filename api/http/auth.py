"""From a request to a session's token: cookie for the browser, bearer for SDKs."""

import base64
import binascii
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import Request

from api.core.errors import Problem, Unauthenticated
from api.core.sealing import hash_token

COOKIE = "xinqiao"


class CrossSite(Problem):
    status, slug = 403, "cross-site"
    zh, en = "请求来自其他网站，已拒绝。", "This request came from another site and was refused."


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A session's token as the request carries it; not yet known to be good."""

    account_id: UUID
    token_hash: bytes


def read_token(text: str) -> Token:
    """Parses a token. Raises Unauthenticated for anything that is none."""
    try:
        raw = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Unauthenticated from error
    if len(raw) != 48:
        raise Unauthenticated
    return Token(account_id=UUID(bytes=raw[:16]), token_hash=hash_token(raw[16:]))


def token_of(request: "Request[Any, Any, Any]", base_url: str) -> Token:
    """The request's token. A cookie on a write must come from our own pages. Raises Unauthenticated, CrossSite."""
    header = request.headers.get("authorization")
    if header is not None:
        kind, _, text = header.partition(" ")
        if kind.lower() != "bearer":
            raise Unauthenticated
        return read_token(text.strip())
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        raise Unauthenticated
    check_origin(request, base_url)
    return read_token(cookie)


def check_origin(request: "Request[Any, Any, Any]", base_url: str) -> None:
    """Refuses a browser's write from another site, or one that does not say where it comes from. Raises CrossSite."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        raise CrossSite
    ours = {urlsplit(base_url).netloc, request.headers.get("host")}
    if urlsplit(origin).netloc not in ours:
        raise CrossSite
