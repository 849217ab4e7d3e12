"""Route of the visit form."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.form import service
from schemas.visits.screens.wire import VisitForm


class VisitFormController(Controller):
    """The form for proposing a visit."""

    path = "/orgs/{org_id:int}/students/{student_id:uuid}/visit-form"
    tags = ("Home visits",)

    @get(operation_id="getVisitForm", opt={"action": actions.VISIT_PROPOSE})
    async def get_form(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        minutes: Annotated[
            int, QueryParameter(name="minutes", ge=10, le=240, description="How long the visit takes.")
        ] = 40,
    ) -> VisitForm:
        """Returns everything that the form for proposing a visit shows, for the class teacher.

        It has the student, the family's availability, who could come, and the times of the next 28 days that suit the
        family and you. Whether the others of the team are free shows when the visit is proposed.
        """
        return await runner.read(service.get_form, student_id, minutes)
