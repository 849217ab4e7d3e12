"""From a request to a session's token: cookie for the browser, bearer for SDKs."""

import base64
import binascii
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request

from api.core.errors import Unauthenticated
from api.core.sealing import hash_token
from api.http.strict import CrossSite, is_ours

COOKIE = "__Host-xinqiao"
"""RFC 6265bis §4.1.3.2: no subdomain and no page over http can plant one."""
PLAIN_COOKIE = "xinqiao"
"""On plain http, which is the demo on loopback: the prefix demands `Secure`, which some browsers refuse there."""


_CARRIED = "xinqiao.token"


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
    scope: Any = request.scope
    found: Token | None = scope.get(_CARRIED)
    if found is None:  # read and checked once: a request asks several times
        found = scope[_CARRIED] = _carried(request, base_url)
    return found


def _carried(request: "Request[Any, Any, Any]", base_url: str) -> Token:
    header = request.headers.get("authorization")
    if header is not None:
        kind, _, text = header.partition(" ")
        if kind.lower() != "bearer":
            raise Unauthenticated
        return read_token(text.strip())
    cookie = request.cookies.get(cookie_name(base_url))
    if cookie is None:
        raise Unauthenticated
    check_origin(request)
    return read_token(cookie)


def cookie_name(base_url: str) -> str:
    """The name of the session's cookie: one of the two, never both."""
    return COOKIE if base_url.startswith("https:") else PLAIN_COOKIE


def device_cookie_name(base_url: str) -> str:
    """The name of the cookie by which a device is known that somebody has signed in on."""
    return f"{cookie_name(base_url)}-device"


def tablet_cookie_name(base_url: str) -> str:
    """The name of the cookie that holds the key of a class tablet."""
    return f"{cookie_name(base_url)}-tablet"


def wecom_cookie_name(base_url: str) -> str:
    """The name of the cookie by which a browser is known that went to WeCom's page to sign in."""
    return f"{cookie_name(base_url)}-wecom"


def check_origin(request: "Request[Any, Any, Any]") -> None:
    """Refuses a browser's write that does not say where it comes from; a foreign one is refused before. Raises CrossSite."""
    if request.method not in {"GET", "HEAD", "OPTIONS"} and not is_ours(request):
        raise CrossSite
