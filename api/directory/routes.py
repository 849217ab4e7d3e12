"""Routes of the directory."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.directory import actions, service
from api.http import paging
from api.http.request_runner import RequestRunner
from schemas.directory.wire import Org, SchoolClass, StaffMember, Student
from schemas.paging import Page


class AfterStudent(msgspec.Struct, frozen=True, kw_only=True):
    """Place in the list of students."""

    student_number: str


class DirectoryController(Controller):
    """Organisations, classes, students and staff."""

    path = "/orgs/{org_id:int}"
    tags = ("Directory",)

    @get(operation_id="getOrg", opt={"action": actions.ORG_READ})
    async def get_org(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> Org:
        """Returns the names and the time zone of an organisation."""
        return await runner.read(service.get_org)

    @get("/classes", operation_id="listClasses", opt={"action": actions.CLASS_READ})
    async def list_classes(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[SchoolClass]:
        """Lists the classes that you lead, teach or oversee."""
        return await runner.read(service.list_classes)

    @get("/students", operation_id="listStudents", opt={"action": actions.STUDENT_READ})
    async def list_students(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
        class_id: Annotated[
            UUID | None, QueryParameter(name="classId", description="Only students of this class.")
        ] = None,
        since: Annotated[
            datetime | None, QueryParameter(description="Only what changed at or after this time.")
        ] = None,
    ) -> Page[Student]:
        """Lists the students that you may see, by student number."""
        place = paging.decode(runner, cursor, AfterStudent)
        after = place.student_number if place else None
        rows = await runner.read(service.list_students, class_id, since, after, limit)
        return paging.page(runner, rows, limit, lambda row: AfterStudent(student_number=row.student_number))

    @get("/staff", operation_id="listStaff", opt={"action": actions.STAFF_READ})
    async def list_staff(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[StaffMember]:
        """Lists the people who work in an organisation."""
        return await runner.read(service.list_staff)
