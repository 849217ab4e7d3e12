"""Routes of resets of second factors."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.core.access import ME
from api.http.request_runner import RequestRunner
from api.recovery import actions, service
from schemas.recovery.wire import FactorRequest, FactorReset


class RecoveryController(Controller):
    """Colleagues who lost passkey and authenticator."""

    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @post(
        "/orgs/{org_id:int}/staff/{staff_id:uuid}/factor-reset",
        operation_id="askFactorReset",
        opt={"action": actions.FACTOR_RESET_ASK},
        status_code=204,
    )
    async def ask(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], staff_id: FromPath[UUID]
    ) -> None:
        """States that a colleague lost every second factor.

        It has an effect once another colleague confirms it, within seven days. 409 `reset-own` for yourself, 409 `nothing-lost` when
        the colleague has no second factor, 409 `reset-elsewhere` when they work at another organisation too.
        """
        await runner.write(service.ask, staff_id)

    @get(
        "/orgs/{org_id:int}/factor-resets",
        operation_id="listFactorRequests",
        opt={"action": actions.FACTOR_RESET_CONFIRM},
    )
    async def list_waiting(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[FactorRequest]:
        """Lists resets of colleagues' second factors that wait for a second person."""
        return await runner.read(service.list_waiting)

    @post(
        "/orgs/{org_id:int}/staff/{staff_id:uuid}/factor-reset/confirm",
        operation_id="confirmFactorReset",
        opt={"action": actions.FACTOR_RESET_CONFIRM},
        status_code=204,
    )
    async def confirm(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], staff_id: FromPath[UUID]
    ) -> None:
        """Confirms, as the second person, that a colleague lost every second factor.

        The colleague is told and signed out everywhere, and can set another second factor three days later, within seven days. 409
        `no-reset-waits` when nobody who still works here asked for it, 409 `reset-second-other` when you asked yourself, 409
        `reset-second-new` within your first seven days at the school, 409 `reset-second-related` within those of who asked or where
        one of you two was added or appointed by the other, 409 `reset-own`, 409 `nothing-lost` and 409 `reset-elsewhere` as for asking.
        """
        await runner.write(service.confirm, staff_id)

    @get("/me/factor-resets", operation_id="listMyFactorResets", opt={"action": ME})
    async def list_own(self, runner: NamedDependency[RequestRunner]) -> list[FactorReset]:
        """Lists the resets of your second factors, with who confirmed them, newest first."""
        return await runner.read(service.list_own)

    @post(
        "/me/factor-resets/{reset_id:uuid}/refuse",
        operation_id="refuseFactorReset",
        opt={"action": ME},
        status_code=204,
    )
    async def refuse(self, runner: NamedDependency[RequestRunner], reset_id: FromPath[UUID]) -> None:
        """Refuses a reset of your second factor. It has no effect any more."""
        await runner.write(service.refuse, reset_id)
