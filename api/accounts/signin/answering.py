"""From a sign-in to its answer: the session's cookie or token, and the device's cookie."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from litestar import Response
from litestar.datastructures import Cookie

from api.accounts.signin import device, replacing
from api.accounts.signin.service import Client, Started
from api.core.errors import Problem, Unauthenticated
from api.core.sealing import write_token
from api.core.unit_of_work import UnitOfWork
from api.http.auth import Token, cookie_name, device_cookie_name
from api.http.request_runner import RequestRunner
from api.http.strict import CrossSite
from schemas.accounts.passkeys import PasskeySignIn
from schemas.accounts.tablets import TabletSignIn
from schemas.accounts.wecom import WecomSignIn
from schemas.accounts.wire import PhoneSignIn, SignedIn, StaffSignIn, StudentSignIn, StudentStart, TokenKind

Given = TypeVar(
    "Given", PhoneSignIn, StaffSignIn, PasskeySignIn, StudentSignIn, StudentStart, TabletSignIn, WecomSignIn
)
Op = Callable[[UnitOfWork, Given, Client], Awaitable[Started | Problem]]


async def sign_in(runner: RequestRunner, op: "Op[Given]", given: Given) -> Response[SignedIn]:
    """Signs in by `op`. Raises what it refused."""
    started = await runner.public(replacing.sign_in, op, given, client_of(runner), _asking(runner))
    if isinstance(started, Problem):
        raise started
    kind: TokenKind = given.token_kind
    token = write_token(started.account_id, started.secret)
    body = SignedIn(
        account_id=started.account_id,
        session_id=started.session_id,
        assurance=started.assurance,
        expires_at=started.expires_at,
        token=token if kind == "bearer" else None,
    )
    cookies = (
        [] if kind == "bearer" else [session_cookie(runner, token, started.expires_at), _remember(runner, started)]
    )
    return Response(body, status_code=201, cookies=cookies)


def session_cookie(runner: RequestRunner, token: str, until: datetime | None) -> Cookie:
    """The session's cookie; without `until` it goes."""
    life = until - runner.now if until else timedelta(0)
    return _cookie(runner, cookie_name(runner.services.config.base_url), token, life, "lax")


def strict_cookie(runner: RequestRunner, name: str, value: str, life: timedelta) -> Cookie:
    """A cookie that outlives sessions and travels from our own pages alone."""
    return _cookie(runner, name, value, life, "strict")


def _cookie(
    runner: RequestRunner, name: str, value: str, life: timedelta, same_site: Literal["lax", "strict"]
) -> Cookie:
    secure, age = runner.services.config.base_url.startswith("https:"), int(life.total_seconds())
    return Cookie(key=name, value=value, max_age=age, path="/", httponly=True, samesite=same_site, secure=secure)


def _remember(runner: RequestRunner, started: Started) -> Cookie:
    """The device's cookie, with the account that has just signed in. It outlives the session."""
    remembered = _device(runner).remember(runner.services.sealer, started.account_id).write()
    return strict_cookie(runner, device_cookie_name(runner.services.config.base_url), remembered, device.LIFE)


def _device(runner: RequestRunner) -> device.Device:
    return device.read_device(runner.request.cookies.get(device_cookie_name(runner.services.config.base_url)))


def _asking(runner: RequestRunner) -> Token | None:
    """The token that the request carries; whether it is of a session shows when that is ended."""
    try:
        return runner.token()
    except (Unauthenticated, CrossSite):
        return None


def client_of(runner: RequestRunner) -> Client:
    """Where the request comes from."""
    return Client(address=runner.client_address, name=runner.client_name, device=_device(runner))
