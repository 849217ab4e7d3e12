"""Server APIs that answer 200 with an `errcode`, as WeCom's and WeChat's do: access tokens, calls, and what the codes mean."""

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
from pyreqwest.client import SyncClient, SyncClientBuilder
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.request import SyncRequestBuilder

from api.core import bearer, http_client

TIMEOUT = timedelta(seconds=10)
REST = timedelta(minutes=1)
"""After "too often" nothing is called for so long: calls that are refused count against the quota too."""
T = TypeVar("T")

_OK, _BUSY = 0, -1


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """What the codes of one API mean; another one is permanent. `name` stands before a code in reasons.

    `too_often`: with how long nothing is called then. `operators`: a wrong secret or account, a missing permission, an address that is
    not allowed: the operator's to correct, not this call's fault.
    """

    name: str
    stale_token: frozenset[int]
    too_often: Mapping[int, timedelta]
    operators: frozenset[int]


class Failed(Exception):
    """The other side did not do it. The message is its code, or a word of ours, without data.

    `refused`: it answered with a code that waiting does not change: for the operator to correct, or for nobody.
    """

    def __init__(
        self, why: str, *, temporary: bool, retry_after: timedelta | None = None, refused: bool | None = None
    ) -> None:
        super().__init__(why)
        self.temporary = temporary
        self.retry_after = retry_after
        self.refused = not temporary if refused is None else refused


class _Status(msgspec.Struct, frozen=True):
    errcode: int = _OK


class _Minted(msgspec.Struct, frozen=True):
    errcode: int = _OK
    access_token: str = ""
    expires_in: int = 0


class Minter:
    """Fetches access tokens by a request that `ask` begins."""

    def __init__(self, name: str, ask: Callable[[SyncClient], SyncRequestBuilder]) -> None:
        self._name = name
        self._ask = ask

    def fetch(self, timeout: timedelta) -> tuple[str, datetime | None]:
        """A token and its end. Blocks. Raises Unavailable, without the cause: that would name the address and the secret in it."""
        try:
            with SyncClientBuilder().timeout(timeout).connect_timeout(timeout).build() as client:
                answer = self._ask(client).build().send()
                status, body = answer.status, bytes(answer.bytes())
        except (PyreqwestError, TimeoutError):
            raise bearer.Unavailable("no-answer") from None
        if status != 200:
            raise bearer.Unavailable(f"http-{status}")
        minted = msgspec.json.decode(body, type=_Minted)
        if minted.errcode != _OK or not minted.access_token:
            raise bearer.Unavailable(f"{self._name}-{minted.errcode}")
        return minted.access_token, datetime.now(UTC) + timedelta(seconds=minted.expires_in)


class ErrcodeApi:
    """Calls an API with an access token. `now` dates Retry-After, `monotonic` times the rest after "too often"."""

    def __init__(
        self,
        codes: Codes,
        minter: Minter,
        *,
        url: str,
        timeout: timedelta = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._codes = codes
        self._refusals = {f"{codes.name}-{code}" for code in codes.operators}
        self._url = url.rstrip("/")
        self._http = http_client.Http(timeout=timeout)
        self._bearer = bearer.Bearer(minter, timeout)
        self._now = now
        self._monotonic = monotonic
        self._rests_until = float("-inf")

    async def get(self, path: str, answer: type[T], **query: str | int) -> T:
        """A GET below /cgi-bin/. Raises Failed."""
        return await self._call(lambda token: self._http.get(self._address(path, token, query)), answer)

    async def post(self, path: str, body: bytes, answer: type[T]) -> T:
        """A POST of JSON below /cgi-bin/. Raises Failed."""
        return await self._call(lambda token: self._http.post(self._address(path, token, {}), body, {}), answer)

    async def ask_plainly(self, path: str, answer: type[T]) -> T:
        """A GET without an access token. Raises Failed."""
        return self._decoded(await self._asked(lambda _: self._http.get(f"{self._url}/{path}"), ""), answer)

    async def check(self) -> None:
        """Fetches a token, which proves account and secret. Raises Failed."""
        await self._token()

    async def close(self) -> None:
        await self._http.close()

    def _address(self, path: str, token: str, query: dict[str, str | int]) -> str:
        return f"{self._url}/cgi-bin/{path}?{urlencode({'access_token': token, **query})}"

    async def _call(self, ask: Callable[[str], Awaitable[http_client.Reply]], answer: type[T]) -> T:
        if (left := self._rests_until - self._monotonic()) > 0:
            raise Failed("resting", temporary=True, retry_after=timedelta(seconds=left))
        token = await self._token()
        body = await self._asked(ask, token)
        if _code(body) in self._codes.stale_token and (renewed := await self._renewed(token)):
            body = await self._asked(ask, renewed)
        return self._decoded(body, answer)

    def _decoded(self, body: bytes, answer: type[T]) -> T:
        self._check(_code(body))
        try:
            return msgspec.json.decode(body, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Failed("garbled", temporary=True) from None

    async def _token(self) -> str:
        try:
            return await self._bearer.get()
        except bearer.Unavailable as error:
            raise self._no_token(error) from None

    async def _renewed(self, token: str) -> str | None:
        try:
            return await self._bearer.renew(token)
        except bearer.Unavailable as error:
            raise self._no_token(error) from None

    def _no_token(self, error: bearer.Unavailable) -> Failed:
        why = str(error) or "no-token"
        return Failed(why, temporary=True, refused=why in self._refusals)

    async def _asked(self, ask: Callable[[str], Awaitable[http_client.Reply]], token: str) -> bytes:
        try:
            reply = await ask(token)
        except http_client.Unreachable as error:
            raise Failed(str(error), temporary=True) from None
        if reply.status == 200:
            return reply.body
        wait = http_client.wait_of(reply, self._now())
        if reply.status == 429:
            wait = self._rest(wait)
        raise Failed(
            f"http-{reply.status}", temporary=reply.status in {408, 429} or reply.status >= 500, retry_after=wait
        )

    def _check(self, code: int) -> None:
        if code == _OK:
            return
        codes = self._codes
        wait = self._rest(codes.too_often[code]) if code in codes.too_often else None
        temporary = code == _BUSY or code in codes.stale_token | codes.too_often.keys() | codes.operators
        refused = not temporary or code in codes.operators
        raise Failed(f"{codes.name}-{code}", temporary=temporary, retry_after=wait, refused=refused)

    def _rest(self, asked: timedelta | None) -> timedelta:
        wait = max(asked or REST, REST)
        self._rests_until = self._monotonic() + wait.total_seconds()
        return wait


def _code(body: bytes) -> int:
    try:
        return msgspec.json.decode(body, type=_Status).errcode
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Failed("garbled", temporary=True) from None  # a proxy's page, say
