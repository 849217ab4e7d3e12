"""Routes of starting codes and students' secrets."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.accounts import actions
from api.accounts.students import service
from api.core.access import ME
from api.http.request_runner import RequestRunner
from schemas.accounts.wire import CodeWaiting, SecretNew, StartingCode


class StudentController(Controller):
    """Starting codes, with which students sign in first."""

    path = "/orgs/{org_id:int}"
    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @post(
        "/students/{student_id:uuid}/starting-code",
        operation_id="issueStartingCode",
        opt={"action": actions.STUDENT_CODE_ISSUE, "idempotency_key": False},
    )
    async def issue(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> StartingCode:
        """Issues a starting code for a student.

        The code is shown once and works once; the student sees who issued it. For a student who has a secret it works
        when somebody else confirms it, or with the old secret, and it takes a session with a second factor: otherwise
        403 `step-up-needed`.
        """
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(service.issue_starting_code, student_id)

    @get("/starting-codes", operation_id="listStartingCodes", opt={"action": actions.STUDENT_CODE_CONFIRM})
    async def list_waiting(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[CodeWaiting]:
        """Lists new starting codes that wait for a second adult, without the codes."""
        return await runner.read(service.list_waiting)

    @post(
        "/students/{student_id:uuid}/starting-code/confirm",
        operation_id="confirmStartingCode",
        opt={"action": actions.STUDENT_CODE_CONFIRM},
        status_code=204,
    )
    async def confirm(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> None:
        """Confirms, as the second adult, that a student needs a new starting code.

        403 `step-up-needed` without a second factor in this session, 409 `second-adult-other` when you issued it, 409
        `second-adult-new` within your first seven days at the school, 409 `no-code-waits` when there is none to confirm.
        """
        await runner.write(service.confirm_starting_code, student_id)


class SecretController(Controller):
    """A student's own secret."""

    path = "/me"
    tags = ("Yourself",)
    opt = {"door": True}  # noqa: RUF012

    @put("/secret", operation_id="setSecret", opt={"action": ME, "idempotency_key": False}, status_code=204)
    async def set_secret(self, runner: NamedDependency[RequestRunner], data: JSONBody[SecretNew]) -> None:
        """Changes your secret, if you are a student; your other sessions end.

        403 `proof-needed` when the current secret is wrong, 403 `students-only` for everybody else, 422 `invalid` for a
        secret that is easily guessed, 429 `too-many` after too many tries.
        """
        refusal = await runner.write_without_key(service.set_secret, data)
        if refusal:
            raise refusal
