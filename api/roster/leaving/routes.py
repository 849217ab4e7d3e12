"""Routes of people who leave on a day."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.request_runner import RequestRunner
from api.roster import actions
from api.roster.leaving import service
from api.roster.persons.changing import By
from api.roster.persons.service import changed_again
from schemas.roster.leaving.wire import StaffLeaving, StudentLeaving
from schemas.roster.persons.wire import PersonChanged

DryRun = Annotated[
    bool,
    QueryParameter(name="dryRun", description="Changes nothing, and answers what would be touched if it were today."),
]


def _by(runner: RequestRunner, version: int, dry_run: bool) -> By:
    return By(token_hash=runner.token().token_hash, version=version, dry_run=dry_run)


class LeavingController(Controller):
    """Colleagues and students who leave after a day that is still to come. The version is the person's."""

    path = "/orgs/{org_id:int}/roster"
    tags = ("Roster",)

    @put("/staff/{staff_id:uuid}/leaving", operation_id="setStaffLeaving", opt={"action": actions.PERSON_EDIT})
    async def set_staff(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        staff_id: FromPath[UUID],
        data: JSONBody[StaffLeaving],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Records that a colleague leaves after a day. It happens by itself when that day is over.

        409 `last-administrator`, `part-needed`, `own-part` and `barred-part` as if it were today.
        """
        by = _by(runner, version, dry_run)
        return await runner.write(service.plan_staff, staff_id, data, by, again=changed_again)

    @post(
        "/staff/{staff_id:uuid}/leaving/end",
        operation_id="endStaffLeaving",
        opt={"action": actions.PERSON_EDIT},
        status_code=200,
    )
    async def end_staff(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        staff_id: FromPath[UUID],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Takes back that a colleague leaves. 404 when nothing was recorded."""
        by = _by(runner, version, dry_run)
        return await runner.write(service.take_back_staff, staff_id, by, again=changed_again)

    @put("/students/{student_id:uuid}/leaving", operation_id="setStudentLeaving", opt={"action": actions.PERSON_EDIT})
    async def set_student(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        data: JSONBody[StudentLeaving],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Records that a student leaves after a day, and the family with them. It happens by itself when that day is over."""
        by = _by(runner, version, dry_run)
        return await runner.write(service.plan_student, student_id, data, by, again=changed_again)

    @post(
        "/students/{student_id:uuid}/leaving/end",
        operation_id="endStudentLeaving",
        opt={"action": actions.PERSON_EDIT},
        status_code=200,
    )
    async def end_student(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        version: NamedDependency[int],
        dry_run: DryRun = False,
    ) -> PersonChanged:
        """Takes back that a student leaves. 404 when nothing was recorded."""
        by = _by(runner, version, dry_run)
        return await runner.write(service.take_back_student, student_id, by, again=changed_again)
