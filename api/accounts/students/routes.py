"""Route of starting codes."""

from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.accounts import actions
from api.accounts.students import service
from api.http.request_runner import RequestRunner
from schemas.accounts.wire import StartingCode


class StudentController(Controller):
    """Starting codes, with which students sign in first."""

    path = "/orgs/{org_id:int}/students/{student_id:uuid}"
    tags = ("Signing in",)

    @post(
        "/starting-code",
        operation_id="issueStartingCode",
        opt={"action": actions.STUDENT_CODE_ISSUE, "idempotency_key": False},
    )
    async def issue(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> StartingCode:
        """Issues a starting code for a student.

        The code is shown once and works once. A student who had a secret is told that it was reset.
        """
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(service.issue_starting_code, student_id)
