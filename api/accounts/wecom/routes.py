"""Routes of signing in from a school's WeCom."""

from litestar import Controller, Response, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.accounts.signin.answering import client_of, sign_in, strict_cookie
from api.accounts.signin.service import Client, Started
from api.accounts.wecom import rules, service
from api.accounts.wecom.rules import Browser
from api.core.access import PUBLIC
from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork
from api.http.auth import wecom_cookie_name
from api.http.request_runner import RequestRunner
from schemas.accounts.wecom import WecomBack, WecomBegin, WecomBegun, WecomSignIn
from schemas.accounts.wire import SignedIn


class WecomSignInController(Controller):
    """Guardians who said so sign in by being in their school's WeCom. A cookie ties what comes back to the browser that began."""

    path = "/auth/wecom"
    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @post("/begin", operation_id="beginWecomSignIn", opt={"action": PUBLIC}, status_code=200)
    async def begin(self, runner: NamedDependency[RequestRunner], data: JSONBody[WecomBegin]) -> Response[WecomBegun]:
        """Begins signing in from the WeCom of a school, in this browser.

        409 `wecom-off` when the school has no sign-in from WeCom.
        """
        browser, url = await runner.public(service.begin, data)
        cookie = strict_cookie(runner, _name(runner), browser.write(), rules.COOKIE_LIFE)
        return Response(WecomBegun(authorize_url=url), status_code=200, cookies=[cookie])

    @post("/code", operation_id="askWecom", opt={"action": PUBLIC}, status_code=204)
    async def ask(self, runner: NamedDependency[RequestRunner], data: JSONBody[WecomBack]) -> None:
        """Has WeCom asked who came back from its page; `signInFromWecom` answers a moment later.

        401 `wecom-not-begun` when this browser did not begin, not lately, or sent it before. 429 `too-many` after too many from an address.
        """
        refusal = await runner.public(service.ask, data, client_of(runner), _browser(runner))
        if refusal:
            raise refusal

    @post("", operation_id="signInFromWecom", opt={"action": PUBLIC})
    async def sign_in(self, runner: NamedDependency[RequestRunner], data: JSONBody[WecomSignIn]) -> Response[SignedIn]:
        """Signs a guardian in whom their school's WeCom named to this browser, once.

        409 `wecom-asked` until WeCom has answered: the same again a second later. 401 `wecom-unknown` for who does not sign in this way:
        strangers, colleagues, students, guardians who did not switch it on or signed out everywhere since, or whose number changed.
        401 `wecom-refused` when WeCom did not take the code, 409 `wecom-down` when it does not answer, 401 `wecom-not-begun` as above.
        """
        browser = _browser(runner)

        async def op(uow: UnitOfWork, given: WecomSignIn, client: Client) -> Started | Problem:
            return await service.sign_in(uow, given, client, browser)

        return await sign_in(runner, op, data)


def _name(runner: RequestRunner) -> str:
    return wecom_cookie_name(runner.services.config.base_url)


def _browser(runner: RequestRunner) -> Browser | None:
    return rules.read_browser(runner.request.cookies.get(_name(runner)))
