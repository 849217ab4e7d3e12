"""Routes of attendance."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.core.errors import Problem
from api.http.request_runner import RequestRunner
from api.lectures import actions
from api.lectures.attendance import service
from api.lectures.editing import service as editing
from schemas.lectures.attendance import (
    Attendance,
    AttendanceSet,
    ClassTraining,
    GuardianTraining,
    LectureCheckIn,
    LectureCode,
)
from schemas.lectures.wire import Lecture, MyLecture


class AttendanceController(Controller):
    """Who came to lectures, and who was trained."""

    tags = ("Lectures: attendance",)

    @get(
        "/orgs/{org_id:int}/lectures/{lecture_id:uuid}/code",
        operation_id="getLectureCode",
        opt={"action": actions.LECTURE_FOLLOW},
    )
    async def get_code(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> LectureCode:
        """Returns the code to show at the lecture.

        A new one comes every minute. 409 `check-in-closed` more than an hour before it begins or after it ends.
        """
        return await runner.read(service.get_code, lecture_id)

    @post(
        "/orgs/{org_id:int}/me/lectures/{lecture_id:uuid}/check-in",
        operation_id="checkInToLecture",
        opt={"action": actions.LECTURE_REGISTER, "idempotency_key": False},
        status_code=200,
    )
    async def check_in(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        data: JSONBody[LectureCheckIn],
    ) -> MyLecture:
        """Notes that you came, by the code that is shown there.

        The first time counts. 409 `code-over` when the code is not the one shown now or before it, 429 `too-many` after five
        of these in ten minutes, 409 `seat-needed` where seats are limited and you have none, 409 `check-in-closed` more
        than an hour before the lecture begins or after it ends.
        """
        answer = await runner.write_without_key(service.check_in, lecture_id, data)
        if isinstance(answer, Problem):
            raise answer
        return answer

    @get(
        "/orgs/{org_id:int}/lectures/{lecture_id:uuid}/attendance",
        operation_id="listLectureAttendance",
        opt={"action": actions.LECTURE_FOLLOW},
    )
    async def list_attendance(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        class_id: Annotated[
            UUID | None, QueryParameter(name="classId", description="The class; not needed where there is one alone.")
        ] = None,
    ) -> list[Attendance]:
        """Lists guardians and students of one class whom the lecture is for, and who of them came."""
        return await runner.read(service.list_attendance, lecture_id, class_id)

    @put(
        "/orgs/{org_id:int}/lectures/{lecture_id:uuid}/attendance",
        operation_id="setLectureAttendance",
        opt={"action": actions.LECTURE_FOLLOW},
    )
    async def set_attendance(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        data: JSONBody[AttendanceSet],
    ) -> Lecture:
        """Ticks somebody of a class off, or takes the tick back.

        409 `check-in-closed` more than an hour before the lecture begins.
        """
        return await runner.write(service.set_attendance, lecture_id, data, again=editing.get_lecture)

    @get("/orgs/{org_id:int}/lectures/training", operation_id="listTraining", opt={"action": actions.LECTURE_FOLLOW})
    async def list_classes(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[ClassTraining]:
        """Lists the classes within your reach: for how many students a guardian was trained this school year."""
        return await runner.read(service.list_classes)

    @get(
        "/orgs/{org_id:int}/lectures/training/guardians",
        operation_id="listClassTraining",
        opt={"action": actions.LECTURE_FOLLOW},
    )
    async def list_guardians(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        class_id: Annotated[UUID | None, QueryParameter(name="classId", description="The class.")] = None,
    ) -> list[GuardianTraining]:
        """Lists the guardians of a class: when they were trained this year, and how many meetings they came to."""
        return await runner.read(service.list_guardians, class_id)
