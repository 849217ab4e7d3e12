"""Routes of the first steps of what is urgent."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.urgent import service
from schemas.observations.urgent.wire import FirstStepNew, FirstSteps, NumbersToCall, UrgentCase


class UrgentController(Controller):
    """What is urgent, for those who own it, also before they have a password and authenticator."""

    path = "/orgs/{org_id:int}/observations"
    opt = NEUTRAL
    tags = ("Observations: urgent",)

    @get("/urgent", operation_id="listUrgentObservations", opt={"action": actions.OBSERVATION_READ})
    async def list_urgent(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[UrgentCase]:
        """Lists the open urgent observations that you own, those that wait first, without their text.

        It needs no session by password and authenticator.
        """
        return await runner.read_confidential(service.list_urgent)

    @get(
        "/{observation_id:uuid}/first-steps",
        operation_id="getFirstSteps",
        opt={"action": actions.OBSERVATION_READ},
    )
    async def get_first_steps(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], observation_id: FromPath[UUID]
    ) -> FirstSteps:
        """Returns the first steps of an open urgent observation that you own, and who has opened it.

        That you open it is recorded, and shown to those who own it too. It needs no session by password and
        authenticator. 404 for one that is closed or not urgent.
        """
        return await runner.read_confidential(service.get_first_steps, observation_id)

    @get("/{observation_id:uuid}/phones", operation_id="getUrgentPhones", opt={"action": actions.OBSERVATION_READ})
    async def open_numbers(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], observation_id: FromPath[UUID]
    ) -> NumbersToCall:
        """Returns the phone numbers of the student's guardians, in the order of contact, and of the school's counsellors.

        Nobody who is named in the observation is among them, and no guardian who was barred. Each look is recorded. It needs
        no session by password and authenticator. 404 for one that is closed or not urgent.
        """
        return await runner.read_confidential(service.open_numbers, observation_id)

    @post(
        "/{observation_id:uuid}/first-steps",
        operation_id="addFirstStep",
        opt={"action": actions.OBSERVATION_HANDLE},
        status_code=200,
    )
    async def add_first_step(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[FirstStepNew],
    ) -> FirstSteps:
        """Records a first step about an open urgent observation, with you and the time.

        It needs no version, since several people may act at once, and no session by password and authenticator. 404 for
        one that is closed or not urgent.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.add_first_step, observation_id, data, again=service.get_first_steps)
