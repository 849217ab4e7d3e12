"""Routes of closing observations."""

from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.cases import service as cases
from api.observations.closing import service
from schemas.observations.wire import Case, Closing, ClosingRefused


class ClosingController(Controller):
    """Closing observations: what is urgent is closed by two."""

    path = "/orgs/{org_id:int}/observations"
    opt = NEUTRAL
    tags = ("Observations: handling",)

    @post(
        "/{observation_id:uuid}/close",
        operation_id="closeObservation",
        opt={"action": actions.OBSERVATION_HANDLE},
        status_code=200,
    )
    async def close_case(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[Closing],
        version: NamedDependency[int],
    ) -> Case:
        """Closes an observation with an outcome and a note.

        An urgent one stays open until a second person who owns it agrees: see `closing`. Where you are its only owner, another
        rung owns it from then on too. 409 `not-read` before you have
        opened its text, 409 `observation-done` when it is closed already, 403 `step-up-needed` without a session by password and
        authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.close_case, observation_id, data, version, again=cases.get_case)

    @post(
        "/{observation_id:uuid}/close/agree",
        operation_id="agreeToCloseObservation",
        opt={"action": actions.OBSERVATION_HANDLE},
        status_code=200,
    )
    async def agree(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Case:
        """Closes an urgent observation that somebody else asked to close.

        409 `not-read` before you have opened its text, 409 `not-asked-to-close` when nobody in
        charge has asked, 409 `second-person-needed` when it was you, 409 `observation-done` when it is closed, 403
        `step-up-needed` without a session by password and authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.agree, observation_id, version, again=cases.get_case)

    @post(
        "/{observation_id:uuid}/close/refuse",
        operation_id="refuseToCloseObservation",
        opt={"action": actions.OBSERVATION_HANDLE},
        status_code=200,
    )
    async def refuse(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[ClosingRefused],
        version: NamedDependency[int],
    ) -> Case:
        """Keeps an urgent observation open that somebody else asked to close.

        The reason is sealed, and the person who asked is told that something waits. 409 `not-read`
        before you have opened its text, 409 `not-asked-to-close` when nobody in
        charge has asked, 409 `second-person-needed` when it was you, 409 `observation-done` when it is closed, 403
        `step-up-needed` without a session by password and authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.refuse, observation_id, data, version, again=cases.get_case)
