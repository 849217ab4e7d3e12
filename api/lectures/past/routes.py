"""Routes of the lectures that are over, for those whom they are for."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http import paging
from api.http.request_runner import RequestRunner
from api.lectures import actions
from api.lectures.library.rules import in_order
from api.lectures.past import service
from schemas.lectures.library import AfterPastLecture, LectureFeedbackNew, LectureRecording, PastLecture
from schemas.paging import Page


class PastLectureController(Controller):
    """Lectures that are over, to be read again."""

    tags = ("Lectures",)

    @get("/me/lectures/past", operation_id="listPastLectures", opt={"action": actions.LECTURE_READ})
    async def list_past(
        self, runner: NamedDependency[RequestRunner], cursor: paging.Cursor = None, limit: paging.Limit = 50
    ) -> Page[PastLecture]:
        """Lists the lectures of every organisation that are for you or your children and over, the latest first.

        It follows today's classes: who came to a class later finds its lectures, and who left it does not.
        """
        found = await runner.each_org(service.list_own, paging.decode(runner, cursor, AfterPastLecture), limit)
        rows = in_order(lecture for own in found.values() for lecture in own)
        return paging.page(
            runner,
            rows[:limit],
            limit,
            lambda row: AfterPastLecture(starts_at=row.starts_at, lecture_id=row.lecture_id),
        )

    @get(
        "/orgs/{org_id:int}/me/lectures/{lecture_id:uuid}/library",
        operation_id="getPastLecture",
        opt={"action": actions.LECTURE_READ},
    )
    async def get_past(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> PastLecture:
        """Returns the place of a lecture in the library, whether it has a recording, and whether you may say how it was."""
        return await runner.read(service.get_past, lecture_id)

    @post(
        "/orgs/{org_id:int}/me/lectures/{lecture_id:uuid}/recording",
        operation_id="openLectureRecording",
        opt={"action": actions.LECTURE_REGISTER},
        status_code=200,
    )
    async def open_recording(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> LectureRecording:
        """Returns where the recording of a lecture is, and counts you once.

        409 `recording-gone` when there is none, or its site is not allowed any more.
        """
        return await runner.write(service.open_recording, lecture_id, again=service.get_recording)

    @post(
        "/orgs/{org_id:int}/me/lectures/{lecture_id:uuid}/feedback",
        operation_id="giveLectureFeedback",
        opt={"action": actions.LECTURE_REGISTER, "idempotency_key": False},
        status_code=200,
    )
    async def give_feedback(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        data: JSONBody[LectureFeedbackNew],
    ) -> PastLecture:
        """Counts what you say of a lecture, once.

        Kept is that you answered, never what: staff see counts, five people at a time. Answering again changes nothing. 409
        `feedback-closed` before it is over, or for those who neither came, had a seat, nor saw it online.
        """
        return await runner.write_without_key(
            service.give_feedback, lecture_id, data
        )  # a key's hash would tell the answers
