"""Routes of moved phone numbers."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.core.access import ME
from api.http.request_runner import RequestRunner
from api.recovery import actions
from api.recovery.numbers import service
from schemas.recovery.numbers import NumberMove, NumberState, NumberWaiting


class NumbersController(Controller):
    """Phone numbers that a school moved."""

    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @get("/me/number-moves", operation_id="listMyNumberMoves", opt={"action": ME})
    async def list_own(self, runner: NamedDependency[RequestRunner]) -> list[NumberMove]:
        """Lists when your phone number was moved, and by whom, newest first."""
        return await runner.read(service.list_own)

    @get(
        "/orgs/{org_id:int}/number-moves",
        operation_id="listNumberMoves",
        opt={"action": actions.NUMBER_CONFIRM},
    )
    async def list_waiting(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[NumberWaiting]:
        """Lists people whose phone number was moved and whom you may confirm, newest first.

        For guardians these are the other guardians of their children, for a class teacher the guardians of the class.
        """
        return await runner.read(service.list_waiting)

    @get(
        "/orgs/{org_id:int}/number-moves/{account_id:uuid}",
        operation_id="getNumberMove",
        opt={"action": actions.NUMBER_MOVE_READ},
    )
    async def get_state(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], account_id: FromPath[UUID]
    ) -> NumberState | None:
        """Returns until when somebody's moved phone number is closed here, and who may confirm it, as an administrator.

        Null when none waits.
        """
        return await runner.read(service.get_state, account_id)

    @post(
        "/orgs/{org_id:int}/number-moves/{account_id:uuid}/confirm",
        operation_id="confirmNumberMove",
        opt={"action": actions.NUMBER_CONFIRM},
        status_code=204,
    )
    async def confirm(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], account_id: FromPath[UUID]
    ) -> None:
        """Confirms, as the second adult, that the new phone number is the person's.

        What was closed to it here is open then. Once this is so in each organisation of the person, the old number cannot take it back any more. 409 `no-number-waits` when nobody moved it
        lately, you did it yourself, or it is your own. Colleagues need a second factor (403 `step-up-needed`) and a week at the
        school (409 `reset-second-new`).
        """
        await runner.write(service.confirm, account_id)
