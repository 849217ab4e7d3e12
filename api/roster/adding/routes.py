"""Routes that add one person."""

from typing import Annotated

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.request_runner import RequestRunner
from api.roster import actions
from api.roster.adding import service
from api.roster.persons.changing import By
from api.roster.persons.service import changed_again
from schemas.roster.persons.wire import PersonChanged, StaffNew, StudentNew

DryRun = Annotated[
    bool,
    QueryParameter(
        name="dryRun", description="Changes nothing, and answers what would change hands, or why it is refused."
    ),
]


def _by(runner: RequestRunner, dry_run: bool) -> By:  # as the query has it
    return By(token_hash=runner.token().token_hash, version=0, dry_run=dry_run)


class AddingController(Controller):
    """A student or a colleague who comes, without a file. It needs a second factor, as an import does (403 `step-up-needed`)."""

    path = "/orgs/{org_id:int}/roster"
    tags = ("Roster",)

    @post("/students", operation_id="addPersonStudent", opt={"action": actions.PERSON_EDIT}, status_code=200)
    async def add_student(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[StudentNew],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Adds a student to a class. Guardians are added afterwards, one by one.

        422 for a number that a student has, or that a former student of another name had. A former student of the same name comes back.
        409 `roster-import-running` while an import runs.
        """
        return await runner.write(service.add_student, data, _by(runner, dry_run), again=changed_again)

    @post("/staff", operation_id="addPersonStaff", opt={"action": actions.PERSON_EDIT}, status_code=200)
    async def add_staff(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[StaffNew],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Adds a colleague with roles and classes; a class teacher of before is replaced.

        422 for a phone that a colleague has, or somebody of another name. 409 `staff-number-taken`, `own-part` and `barred-part` as when a
        colleague is changed.
        """
        return await runner.write(service.add_staff, data, _by(runner, dry_run), again=changed_again)
