"""Routes of the lectures that are for a person."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.http import paging
from api.http.request_runner import RequestRunner
from api.lectures import actions
from api.lectures.attendance import service as attendance
from api.lectures.mine import service
from api.lectures.mine.rules import in_order, place
from schemas.lectures.attendance import MyTraining
from schemas.lectures.rows import AfterMyLecture
from schemas.lectures.wire import MyLecture
from schemas.paging import Page


class MyLectureController(Controller):
    """Lectures as those read them whom they are for."""

    tags = ("Lectures",)

    @get("/me/lectures", operation_id="listMyLectures", opt={"action": actions.LECTURE_READ})
    async def list_mine(
        self, runner: NamedDependency[RequestRunner], cursor: paging.Cursor = None, limit: paging.Limit = 50
    ) -> Page[MyLecture]:
        """Lists the lectures of every organisation that are for you or your children and not over, the next first."""
        found = await runner.each_org(service.list_own, paging.decode(runner, cursor, AfterMyLecture), limit)
        rows = in_order(lecture for own in found.values() for lecture in own)
        return paging.page(runner, rows[:limit], limit, place)

    @get("/me/lectures/training", operation_id="listMyTraining", opt={"action": actions.LECTURE_READ})
    async def list_training(self, runner: NamedDependency[RequestRunner]) -> list[MyTraining]:
        """Lists, for each school of your children, when you were trained this school year and which meetings you came to.

        A school is missing once you have no child there. Any lecture but a parent meeting trains.
        """
        found = await runner.each_org(attendance.list_own)
        return [own for of_org in found.values() for own in of_org]

    @get(
        "/orgs/{org_id:int}/me/lectures/{lecture_id:uuid}",
        operation_id="getMyLecture",
        opt={"action": actions.LECTURE_READ},
    )
    async def get_mine(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> MyLecture:
        """Returns a lecture that is for you, in your language if it was written in it."""
        return await runner.read(service.get_mine, lecture_id)

    @post(
        "/orgs/{org_id:int}/me/lectures/{lecture_id:uuid}/register",
        operation_id="registerForLecture",
        opt={"action": actions.LECTURE_REGISTER},
        status_code=200,
    )
    async def register(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> MyLecture:
        """Registers you for a lecture.

        When no seat is left, you wait in the order of asking and are told when you get one. Registering again changes nothing.
        409 `registration-closed` when one cannot register any more.
        """
        return await runner.write(service.register, lecture_id, again=service.get_mine)

    @post(
        "/orgs/{org_id:int}/me/lectures/{lecture_id:uuid}/withdraw",
        operation_id="withdrawFromLecture",
        opt={"action": actions.LECTURE_REGISTER},
        status_code=200,
    )
    async def withdraw(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> MyLecture:
        """Gives your seat back, before the lecture begins. The person who waits longest gets it.

        Withdrawing again changes nothing. 409 `lecture-begun` when it has begun.
        """
        return await runner.write(service.withdraw, lecture_id, again=service.get_mine)
