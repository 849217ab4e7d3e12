"""The server API of WeCom (企业微信): applications, access tokens, calls, and what the codes mean. Its documents: docs/channels.md."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar
from urllib.parse import urlencode

import msgspec
from pyreqwest.client import SyncClientBuilder
from pyreqwest.exceptions import PyreqwestError

from api.core import bearer, http_client
from api.core.errors import Misconfigured

URL = "https://qyapi.weixin.qq.com"
TIMEOUT = timedelta(seconds=10)
REST = timedelta(minutes=1)
"""After "too often" an application calls nothing for so long: calls that are refused count against its quota too."""
T = TypeVar("T")

_OK, _BUSY = 0, -1
_STALE_TOKEN = {40014, 41001, 42001}
_TOO_OFTEN = {45009, 45033}
_OPERATORS = {40001, 40013, 40056, 48002, 60011, 60020, 301002}
"""A wrong secret or application, a missing permission, an address that is not allowed: the operator's to correct, not this call's fault."""
_REFUSALS = {f"wecom-{code}" for code in _OPERATORS}


class App(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The application of one organisation. `department`: the root of its 家校通讯录, where several schools share a corporation."""

    org_id: Annotated[int, msgspec.Meta(gt=0)]
    corp_id: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    agent_id: int
    secret: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    department: int = 1

    def __repr__(self) -> str:
        return f"App(org_id={self.org_id})"


def read_apps(text: str | None) -> tuple[App, ...]:
    """Reads XINQIAO_WECOM: a JSON list of applications, one for an organisation. Raises Misconfigured."""
    try:
        apps = msgspec.json.decode(text, type=tuple[App, ...]) if text else ()
    except msgspec.DecodeError as error:
        raise Misconfigured(f"XINQIAO_WECOM is not right: {error}.") from None
    if len({app.org_id for app in apps}) < len(apps):
        raise Misconfigured("XINQIAO_WECOM names an organisation twice.")
    return apps


class Failed(Exception):
    """WeCom did not do it. The message is its code, or a word of ours, without data."""

    def __init__(self, why: str, *, temporary: bool, retry_after: timedelta | None = None) -> None:
        super().__init__(why)
        self.temporary = temporary
        self.retry_after = retry_after

    @property
    def refused(self) -> bool:
        """Whether WeCom answered with a code that waiting does not change: for the operator to correct, or for nobody."""
        return str(self) in _REFUSALS or not self.temporary


class _Status(msgspec.Struct, frozen=True):
    errcode: int = _OK


class _Minted(msgspec.Struct, frozen=True):
    errcode: int = _OK
    access_token: str = ""
    expires_in: int = 0


class _Minter:
    def __init__(self, app: App, url: str) -> None:
        asked = urlencode({"corpid": app.corp_id, "corpsecret": app.secret})
        self._url = f"{url.rstrip('/')}/cgi-bin/gettoken?{asked}"

    def fetch(self, timeout: timedelta) -> tuple[str, datetime | None]:
        """A token and its end. Blocks. Raises Unavailable, without the cause: that would name the address and the secret in it."""
        try:
            with SyncClientBuilder().timeout(timeout).connect_timeout(timeout).build() as client:
                answer = client.get(self._url).build().send()
                status, body = answer.status, bytes(answer.bytes())
        except (PyreqwestError, TimeoutError):
            raise bearer.Unavailable("no-answer") from None
        if status != 200:
            raise bearer.Unavailable(f"http-{status}")
        minted = msgspec.json.decode(body, type=_Minted)
        if minted.errcode != _OK or not minted.access_token:
            raise bearer.Unavailable(f"wecom-{minted.errcode}")
        return minted.access_token, datetime.now(UTC) + timedelta(seconds=minted.expires_in)


class Wecom:
    """Calls the API as one application. `now` dates Retry-After, `monotonic` times the rest after "too often"."""

    def __init__(
        self,
        app: App,
        *,
        url: str = URL,
        timeout: timedelta = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self._url = url.rstrip("/")
        self._http = http_client.Http(timeout=timeout)
        self._bearer = bearer.Bearer(_Minter(app, url), timeout)
        self._now = now
        self._monotonic = monotonic
        self._rests_until = float("-inf")

    async def get(self, path: str, answer: type[T], **query: str | int) -> T:
        """A GET below /cgi-bin/. Raises Failed."""
        return await self._call(lambda token: self._http.get(self._address(path, token, query)), answer)

    async def post(self, path: str, body: bytes, answer: type[T]) -> T:
        """A POST of JSON below /cgi-bin/. Raises Failed."""
        return await self._call(lambda token: self._http.post(self._address(path, token, {}), body, {}), answer)

    async def check(self) -> None:
        """Fetches a token, which proves corporation and secret. Raises Failed."""
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
        if _code(body) in _STALE_TOKEN and (renewed := await self._renewed(token)):
            body = await self._asked(ask, renewed)
        self._check(_code(body))
        try:
            return msgspec.json.decode(body, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Failed("garbled", temporary=True) from None

    async def _token(self) -> str:
        try:
            return await self._bearer.get()
        except bearer.Unavailable as error:
            raise Failed(str(error) or "no-token", temporary=True) from None

    async def _renewed(self, token: str) -> str | None:
        try:
            return await self._bearer.renew(token)
        except bearer.Unavailable as error:
            raise Failed(str(error) or "no-token", temporary=True) from None

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
        wait = self._rest(None) if code in _TOO_OFTEN else None
        temporary = code == _BUSY or code in _STALE_TOKEN | _TOO_OFTEN | _OPERATORS
        raise Failed(f"wecom-{code}", temporary=temporary, retry_after=wait)

    def _rest(self, asked: timedelta | None) -> timedelta:
        wait = max(asked or REST, REST)
        self._rests_until = self._monotonic() + wait.total_seconds()
        return wait


def _code(body: bytes) -> int:
    try:
        return msgspec.json.decode(body, type=_Status).errcode
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Failed("garbled", temporary=True) from None  # a proxy's page, say
