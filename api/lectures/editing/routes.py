"""Routes of making lectures."""

from typing import Annotated, TypeAlias
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.lectures import actions
from api.lectures.editing import service
from api.lectures.reaching import service as reaching
from api.lectures.seats import service as seats
from schemas.lectures.rows import AfterLecture, AfterRegistration
from schemas.lectures.wire import Lecture, LectureForm, LectureNew, LectureRegistration
from schemas.messages.preview import AudiencePreview, Unreached
from schemas.paging import Page

SmsAlone: TypeAlias = Annotated[
    bool | None,
    QueryParameter(
        name="smsAlone",
        description="Where the SMS budget does not do: whether those whom only SMS reaches have one all the same.",
    ),
]


class LectureController(Controller):
    """Lectures as staff make and follow them."""

    path = "/orgs/{org_id:int}/lectures"
    tags = ("Lectures: making",)

    @post(operation_id="addLecture", opt={"action": actions.LECTURE_EDIT})
    async def add_lecture(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[LectureNew]
    ) -> Lecture:
        """Drafts a lecture, parent meeting, training or live stream.

        A class teacher invites their own classes; leaders, administrators and counsellors anybody in the school. 403
        `lecture-too-wide` when a class teacher chooses more.
        """
        return await runner.write(service.add_lecture, data, again=service.get_lecture)

    @get(operation_id="listLectures", opt={"action": actions.LECTURE_FOLLOW})
    async def list_lectures(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[Lecture]:
        """Lists the lectures that you may change, the latest first."""
        rows = await runner.read(service.list_lectures, paging.decode(runner, cursor, AfterLecture), limit)
        return paging.page(
            runner, rows, limit, lambda row: AfterLecture(starts_at=row.starts_at, lecture_id=row.lecture_id)
        )

    @get("/form", operation_id="getLectureForm", opt={"action": actions.LECTURE_EDIT})
    async def get_form(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> LectureForm:
        """Returns whom you may invite: the whole school and its grades, or the classes that you lead."""
        return await runner.read(service.get_form)

    @get("/{lecture_id:uuid}", operation_id="getLecture", opt={"action": actions.LECTURE_FOLLOW})
    async def get_lecture(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> Lecture:
        """Returns a lecture as staff see it."""
        return await runner.read(service.get_lecture, lecture_id)

    @put("/{lecture_id:uuid}", operation_id="setLecture", opt={"action": actions.LECTURE_EDIT})
    async def set_lecture(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        data: JSONBody[LectureNew],
        version: NamedDependency[int],
    ) -> Lecture:
        """Replaces a lecture before it begins.

        Those who registered are told its new time and the one they had; further seats go to who waits longest. 409
        `lecture-over` when it was cancelled or has begun, 403 `lecture-too-wide` when a class teacher chooses more than their
        own classes.
        """
        return await runner.write(service.set_lecture, lecture_id, data, version, again=service.get_lecture)

    @post(
        "/{lecture_id:uuid}/publish",
        operation_id="publishLecture",
        opt={"action": actions.LECTURE_EDIT},
        status_code=200,
    )
    async def publish_lecture(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        version: NamedDependency[int],
        sms_alone: SmsAlone = None,
    ) -> Lecture:
        """Publishes a lecture and announces it to everybody whom it is for.

        Publishing again changes nothing. 409 `lecture-over` when it was cancelled. 409 `sms-decision-needed` when the SMS budget does
        not do and `smsAlone` does not say what becomes of those whom only SMS reaches, 403 `sms-beyond-by-leaders` when a class
        teacher goes beyond it.
        """
        return await runner.write(service.publish_lecture, lecture_id, version, sms_alone, again=service.get_lecture)

    @get("/{lecture_id:uuid}/preview", operation_id="getLecturePreview", opt={"action": actions.LECTURE_FOLLOW})
    async def get_preview(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> AudiencePreview:
        """Counts by which channels those whom a lecture is for would be told of it now, and what the SMS cost."""
        return await runner.read(reaching.get_preview, lecture_id)

    @get(
        "/{lecture_id:uuid}/unreached",
        operation_id="exportUnreachedByLecture",
        opt={"action": actions.LECTURE_FOLLOW, **NEUTRAL},
    )
    async def export_unreached(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], lecture_id: FromPath[UUID]
    ) -> Unreached:
        """Returns families and staff whom no channel reaches, so that they hear of the lecture on paper.

        By today's roster, before it is published or after; who has read of it is left out. A class teacher gets their own class. The
        list is recorded. 403 `step-up-needed` beyond one class, 409 `lecture-over` when it was cancelled.
        """
        return await runner.read_confidential(reaching.export_unreached, lecture_id)

    @post(
        "/{lecture_id:uuid}/cancel", operation_id="cancelLecture", opt={"action": actions.LECTURE_EDIT}, status_code=200
    )
    async def cancel_lecture(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Lecture:
        """Cancels a lecture before it begins.

        Those who registered are told, or everybody whom it is for when nobody registers. Cancelling again changes nothing. 409
        `lecture-over` when it has begun.
        """
        return await runner.write(service.cancel_lecture, lecture_id, version, again=service.get_lecture)

    @get(
        "/{lecture_id:uuid}/registrations",
        operation_id="listLectureRegistrations",
        opt={"action": actions.LECTURE_FOLLOW},
    )
    async def list_registrations(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        lecture_id: FromPath[UUID],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[LectureRegistration]:
        """Lists who registered or waits for a seat, in the order of asking."""
        place = paging.decode(runner, cursor, AfterRegistration)
        rows = await runner.read(seats.list_registrations, lecture_id, place.number if place else 0, limit)
        return paging.page(runner, rows, limit, lambda row: AfterRegistration(number=row.number))
