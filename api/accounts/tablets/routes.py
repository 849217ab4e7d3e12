"""Routes of class tablets and PINs."""

from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.accounts import actions
from api.accounts.signin.answering import client_of, sign_in, strict_cookie
from api.accounts.signin.service import Client, Started
from api.accounts.tablets import pins, rules, service, signing
from api.accounts.tablets.signing import Key
from api.core.access import ME, PUBLIC
from api.core.errors import Problem
from api.core.unit_of_work import UnitOfWork
from api.http.auth import tablet_cookie_name
from api.http.request_runner import RequestRunner
from schemas.accounts.tablets import (
    PinNew,
    PinState,
    Tablet,
    TabletClass,
    TabletCode,
    TabletEdit,
    TabletEnrolment,
    TabletNew,
    TabletSignIn,
)
from schemas.accounts.wire import SignedIn


class TabletDoorController(Controller):
    """What a class tablet does without a session, by the key in its cookie."""

    path = "/auth/tablet"
    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @post("/enrolment", operation_id="enrolTablet", opt={"action": PUBLIC}, status_code=204)
    async def enrol(self, runner: NamedDependency[RequestRunner], data: JSONBody[TabletEnrolment]) -> Response[None]:
        """Makes this browser a class tablet, with a code that an administrator shows. A cookie keeps its key.

        401 `tablet-code-wrong` for a code that is wrong, was used or has expired; 429 `too-many` after too many tries.
        """
        key = await runner.public(signing.enrol, data, client_of(runner))
        if isinstance(key, Problem):
            raise key
        return Response(None, status_code=204, cookies=[_cookie(runner, key)])

    @get("", operation_id="readTabletClass", opt={"action": PUBLIC})
    async def show(self, runner: NamedDependency[RequestRunner]) -> TabletClass:
        """Gets the class of this tablet and the given names of its students.

        401 `tablet-unknown` for a browser that is no tablet of a school, or was ended.
        """
        return await runner.public(signing.show, _key(runner))

    @post("", operation_id="signInByPin", opt={"action": PUBLIC})
    async def by_pin(self, runner: NamedDependency[RequestRunner], data: JSONBody[TabletSignIn]) -> Response[SignedIn]:
        """Signs a student of the tablet's class in with a PIN, for half an hour. What they reported before stays closed.

        401 `pin-wrong` for a wrong one, for who has none, and for who is not in the class today; 401 `tablet-unknown` as above;
        429 `too-many` after too many tries. A student's secret is not touched by any of these.
        """
        key = _key(runner)

        async def op(uow: UnitOfWork, given: TabletSignIn, client: Client) -> Started | Problem:
            return await signing.by_pin(uow, given, client, key)

        answer = await sign_in(runner, op, data)
        if key is not None:  # browsers forget a cookie after a while that nothing renews
            answer.set_cookie(_cookie(runner, key))
        return answer


class TabletController(Controller):
    """Class tablets of a school."""

    path = "/orgs/{org_id:int}/tablets"
    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @get("", operation_id="listTablets", opt={"action": actions.TABLET_READ})
    async def list_tablets(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[Tablet]:
        """Lists the school's class tablets."""
        return await runner.read(service.list_tablets)

    @post("", operation_id="addTablet", opt={"action": actions.TABLET_CHANGE, "idempotency_key": False})
    async def add(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[TabletNew]
    ) -> TabletCode:
        """Adds a tablet for a class. The code is shown once, and good once, for half an hour.

        It takes a second factor, 403 `step-up-needed`.
        """
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(service.add, data)

    @post(
        "/{tablet_id:uuid}/code",
        operation_id="issueTabletCode",
        opt={"action": actions.TABLET_CHANGE, "idempotency_key": False},
    )
    async def issue_code(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], tablet_id: FromPath[UUID]
    ) -> TabletCode:
        """Issues another code, for the same tablet or one in its place. The key of before works no more.

        It takes a second factor, 403 `step-up-needed`. 409 `tablet-ended` for one that was ended.
        """
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(service.issue_code, tablet_id)

    @put("/{tablet_id:uuid}", operation_id="setTablet", opt={"action": actions.TABLET_CHANGE}, status_code=204)
    async def edit(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        tablet_id: FromPath[UUID],
        data: JSONBody[TabletEdit],
    ) -> None:
        """Renames a tablet, or gives it another class.

        It takes a second factor, 403 `step-up-needed`. 409 `tablet-ended` for one that was ended.
        """
        await runner.write(service.edit, tablet_id, data)

    @delete("/{tablet_id:uuid}", operation_id="endTablet", opt={"action": actions.TABLET_END})
    async def end(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], tablet_id: FromPath[UUID]
    ) -> None:
        """Ends a tablet: its key opens nothing from now on. Sessions that are open on it end within half an hour."""
        await runner.write(service.end, tablet_id)


class PinController(Controller):
    """The PIN of a student."""

    path = "/me/pin"
    tags = ("Yourself",)
    opt = {"door": True}  # noqa: RUF012

    @get("", operation_id="getPin", opt={"action": ME})
    async def get_pin(self, runner: NamedDependency[RequestRunner]) -> PinState:
        """Gets whether you have set a PIN, and whether your class has a tablet on which it works."""
        return await runner.read(pins.get_pin)

    @put("", operation_id="setPin", opt={"action": ME, "idempotency_key": False}, status_code=204)
    async def set_pin(self, runner: NamedDependency[RequestRunner], data: JSONBody[PinNew]) -> None:
        """Sets the PIN of 4 to 6 digits with which you, a student, sign in on tablets of your class, and nowhere else.

        403 `proof-needed` when the secret is wrong, 403 `students-only` for everybody else, 422 `invalid` for a PIN that
        classmates would guess, 429 `too-many` after too many tries. A new secret ends the PIN.
        """
        refusal = await runner.write_without_key(pins.set_pin, data)
        if refusal:
            raise refusal

    @delete("", operation_id="endPin", opt={"action": ME})
    async def end_pin(self, runner: NamedDependency[RequestRunner]) -> None:
        """Removes your PIN. 403 `closed-for-now` in a session by PIN."""
        await runner.write(pins.end_pin)


TABLETS: list[type[Controller]] = [TabletDoorController, TabletController, PinController]


def _key(runner: RequestRunner) -> Key | None:
    return signing.read_key(runner.request.cookies.get(tablet_cookie_name(runner.services.config.base_url)))


def _cookie(runner: RequestRunner, key: Key) -> Cookie:
    name = tablet_cookie_name(runner.services.config.base_url)
    return strict_cookie(runner, name, key.write(), rules.KEY_LIFE)
