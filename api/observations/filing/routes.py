"""Routes of filing observations."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.filing import service
from schemas.observations.wire import Filed, ObservationForm, ObservationNew, OwnObservation


class FilingController(Controller):
    """What members of health committees and staff have seen (R1, R3, R8)."""

    path = "/orgs/{org_id:int}/observations"
    tags = ("Observations: filing",)

    @post(operation_id="addObservation", opt={"action": actions.OBSERVATION_ADD})
    async def add_observation(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[ObservationNew]
    ) -> Filed:
        """Files what you saw: a serving member about their own class, staff about a class they reach.

        Who filed it is known to the class teacher alone, or, when it concerns them, to the counsellors instead. `urgent`
        reaches the school's counsellors and leaders at once. A counsellor enters paper slips with `slip`: whoever wrote one is
        its observer, never the counsellor. Send the same `Idempotency-Key` again if no answer came.
        """
        return await runner.write_anonymous(service.add_observation, data)

    @get("/own", operation_id="listOwnObservations", opt={"action": actions.OBSERVATION_OWN_READ})
    async def list_own(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[OwnObservation]:
        """How your own reports of this term stand, newest first; never what they say."""
        return await runner.read_confidential(service.list_own)

    @get("/form", operation_id="getObservationForm", opt={"action": actions.OBSERVATION_FORM_READ})
    async def get_form(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        class_id: Annotated[
            UUID | None, QueryParameter(name="classId", description="Counsellors name a class.")
        ] = None,
    ) -> ObservationForm:
        """Whom a serving member can name: classmates, and teachers whom a report may concern.

        For a counsellor who enters slips: the same of the class named, and who serves for it now.
        """
        return await runner.read_confidential(service.get_form, class_id)
