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
    """Students' ways to sign in."""

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
        """A starting code for one student, shown once. If the student had a secret, they are shown that it was reset."""
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(service.issue_starting_code, student_id)
