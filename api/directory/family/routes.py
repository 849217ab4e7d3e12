"""Routes of families."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.directory import actions
from api.directory.family import service
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from schemas.directory.wire import FamilyMember, FamilyPhone


class FamilyController(Controller):
    """Whom to call about a student."""

    opt = NEUTRAL
    path = "/orgs/{org_id:int}/students/{student_id:uuid}/family"
    tags = ("Directory",)

    @get(operation_id="listFamily", opt={"action": actions.FAMILY_READ})
    async def list_family(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> list[FamilyMember]:
        """Lists a student's guardians of today, in the order in which they are to be called; for the class teacher."""
        return await runner.read(service.list_family, student_id)

    @get("/phones", operation_id="getFamilyPhones", opt={"action": actions.FAMILY_CALL})
    async def open_phones(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> list[FamilyPhone]:
        """Returns the guardians' phone numbers; for the class teacher. Each look is recorded."""
        return await runner.read_confidential(service.open_phones, student_id)
