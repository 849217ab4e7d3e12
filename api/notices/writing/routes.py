"""Routes of writing notices."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http import paging
from api.http.request_runner import RequestRunner
from api.notices import actions
from api.notices.writing import service
from schemas.messages.preview import AudiencePreview
from schemas.notices.form import NoticeForm
from schemas.notices.rows import AfterNotice
from schemas.notices.wire import (
    AudienceAsked,
    Notice,
    NoticeCorrection,
    NoticeLine,
    NoticeNew,
    NoticeSend,
    NoticeState,
)
from schemas.paging import Page


class NoticeController(Controller):
    """Notices as their senders write and follow them."""

    path = "/orgs/{org_id:int}/notices"
    tags = ("Notices: writing",)

    @post(operation_id="addNotice", opt={"action": actions.NOTICE_SEND})
    async def add_notice(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[NoticeNew]
    ) -> Notice:
        """Drafts a notice.

        A class teacher writes to their own classes, leaders and administrators to anybody in the school. 403
        `audience-too-wide` when a class teacher chooses more, 403 `urgent-by-leaders` when they make it urgent.
        """
        return await runner.write(service.add_notice, data, again=service.get_notice)

    @post(
        "/audience",
        operation_id="countNoticeAudience",
        opt={"action": actions.NOTICE_SEND, "idempotency_key": False},
        status_code=200,
    )
    async def get_audience(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[AudienceAsked]
    ) -> AudiencePreview:
        """Counts the people and students whom an audience reaches now, and by which channels.

        Each person counts by the first channel that reaches them. Nothing is stored. 403 `audience-too-wide` when a class teacher chooses more than their own classes.
        """
        return await runner.read(service.get_audience, data)

    @get(operation_id="listNotices", opt={"action": actions.NOTICE_FOLLOW})
    async def list_notices(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
        state_: Annotated[
            NoticeState | None, QueryParameter(name="state", description="Only notices in this state.")
        ] = None,
    ) -> Page[NoticeLine]:
        """Lists notices that you wrote or oversee and notices that reached your class, newest first."""
        place = paging.decode(runner, cursor, AfterNotice)
        rows = await runner.read(service.list_notices, state_, place.notice_id if place else None, limit)
        return paging.page(runner, rows, limit, lambda row: AfterNotice(notice_id=row.notice_id))

    @get("/form", operation_id="getNoticeForm", opt={"action": actions.NOTICE_SEND})
    async def get_form(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> NoticeForm:
        """Returns whom you may write to: the whole school and its grades, or the classes that you lead."""
        return await runner.read(service.get_form)

    @get("/{notice_id:uuid}", operation_id="getNotice", opt={"action": actions.NOTICE_FOLLOW})
    async def get_notice(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], notice_id: FromPath[UUID]
    ) -> Notice:
        """Returns a notice as its senders see it."""
        return await runner.read(service.get_notice, notice_id)

    @put("/{notice_id:uuid}", operation_id="setNotice", opt={"action": actions.NOTICE_SEND})
    async def set_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        data: JSONBody[NoticeNew],
        version: NamedDependency[int],
    ) -> Notice:
        """Replaces a notice before it is sent.

        The time at which it is sent does not change where the person who let it out edits it; edited by another, it is a draft again, and that
        person is told. 409 `notice-gone` when it was sent or cancelled, 403
        `audience-too-wide` when a class teacher chooses more than their own classes, 403 `step-up-needed` without a second factor when one that
        is urgent, or becomes so, has a time already.
        """
        return await runner.write(service.set_notice, notice_id, data, version, again=service.get_notice)

    @post("/{notice_id:uuid}/send", operation_id="sendNotice", opt={"action": actions.NOTICE_SEND}, status_code=200)
    async def send_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        data: JSONBody[NoticeSend],
        version: NamedDependency[int],
    ) -> Notice:
        """Sends a notice now or at a later time.

        The notice is `scheduled` until a worker sends it; its readers are chosen then. Sending again before that time
        moves it. 409 `notice-gone` when it was sent or cancelled. 409 `nobody-reached` when today's roster has nobody of its audience, 403
        `students-moved` when a class teacher's notice names a student who left the class. 409 `sms-decision-needed` when the SMS budget does not
        do and `smsAlone` does not say what becomes of those whom only SMS reaches, 403 `sms-beyond-by-leaders` when a
        class teacher wants to go beyond the budget. 403 `step-up-needed` for what is urgent without a second factor.
        """
        return await runner.write(service.send_notice, notice_id, data, version, again=service.get_notice)

    @post(
        "/{notice_id:uuid}/unschedule",
        operation_id="unscheduleNotice",
        opt={"action": actions.NOTICE_SEND},
        status_code=200,
    )
    async def unschedule_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Notice:
        """Makes a notice that has not gone out yet a draft again.

        Of a draft this changes nothing. 409 `notice-gone` when it was sent or cancelled.
        """
        return await runner.write(service.unschedule_notice, notice_id, version, again=service.get_notice)

    @post("/{notice_id:uuid}/cancel", operation_id="cancelNotice", opt={"action": actions.NOTICE_SEND}, status_code=200)
    async def cancel_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Notice:
        """Cancels a notice before it is sent.

        Cancelling again changes nothing. 409 `notice-gone` when it was sent.
        """
        return await runner.write(service.cancel_notice, notice_id, version, again=service.get_notice)

    @post(
        "/{notice_id:uuid}/correct", operation_id="correctNotice", opt={"action": actions.NOTICE_SEND}, status_code=200
    )
    async def correct_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        data: JSONBody[NoticeCorrection],
        version: NamedDependency[int],
    ) -> Notice:
        """Corrects a notice that was sent, which makes its next edition.

        Its audience is told again, in place of the earlier edition. Answers to that one stay on record and no longer
        count. 409 `notice-not-sent` before it is sent, 409 `notice-gone` when it was cancelled or withdrawn, 409
        `notice-of-bureau` for what a bureau sent. 403 `students-moved` as for sending, 403 `step-up-needed` for what is urgent without a second factor.
        """
        return await runner.write(service.correct_notice, notice_id, data, version, again=service.get_notice)

    @post(
        "/{notice_id:uuid}/withdraw",
        operation_id="withdrawNotice",
        opt={"action": actions.NOTICE_SEND},
        status_code=200,
    )
    async def withdraw_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Notice:
        """Withdraws a notice that was sent.

        Its readers see that it was withdrawn, and no longer its text. Withdrawing again changes nothing. 409
        `notice-not-sent` before it is sent, 409 `notice-gone` when it was cancelled, 409 `notice-of-bureau` for what a bureau sent.
        """
        return await runner.write(service.withdraw_notice, notice_id, version, again=service.get_notice)
