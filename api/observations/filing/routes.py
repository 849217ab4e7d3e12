"""Routes of filing observations."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.filing import service
from schemas.observations.form import ObservationForm
from schemas.observations.wire import Filed, ObservationNew, OwnObservation


class FilingController(Controller):
    """Observations as members of health committees and staff file them (R1, R3, R8)."""

    path = "/orgs/{org_id:int}/observations"
    opt = NEUTRAL
    tags = ("Observations: filing",)

    @post(operation_id="addObservation", opt={"action": actions.OBSERVATION_ADD})
    async def add_observation(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[ObservationNew]
    ) -> Filed:
        """Files an observation: a serving member about their own class, staff about a class they reach.

        Only the class teacher learns who filed it, or the counsellors where it concerns the class teacher. It reaches
        its owners at the next full hour, so that no time tells who filed it. `urgent` reaches the school's counsellors
        and leaders at once. A counsellor enters paper slips with `slip`: their writer
        is the observer, never the counsellor. Send the same `Idempotency-Key` again if no answer came. 403
        `not-serving` when a student does not serve, 403 `slip-needs-counsellor` when somebody else enters a slip, 409
        `nobody-there` when nobody at the school could take it: nothing is stored then.
        """
        return await runner.write_anonymous(service.add_observation, data)

    @get("/own", operation_id="listOwnObservations", opt={"action": actions.OBSERVATION_OWN_READ})
    async def list_own(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[OwnObservation]:
        """Lists the state of your own reports of this term, newest first, without their text."""
        return await runner.read_untraced(service.list_own)

    @get("/form", operation_id="getObservationForm", opt={"action": actions.OBSERVATION_FORM_READ})
    async def get_form(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        class_id: Annotated[
            UUID | None, QueryParameter(name="classId", description="The class, for counsellors alone.")
        ] = None,
    ) -> ObservationForm:
        """Returns whom a serving member can name: classmates, and teachers whom a report may concern.

        A counsellor who enters slips names a class and also gets its serving members. 403 `not-serving` when a student
        does not serve.
        """
        return await runner.read_untraced(service.get_form, class_id)
