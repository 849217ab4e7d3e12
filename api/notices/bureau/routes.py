"""Routes of a bureau's notices."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http import paging
from api.http.request_runner import RequestRunner
from api.notices import actions
from api.notices.bureau import reading, service
from api.notices.files.handing import MEDIA_TYPE, hand_out
from api.roster.files import service as files
from schemas.notices.bureau import (
    AfterBureauNotice,
    BureauNotice,
    BureauNoticeApproval,
    BureauNoticeForm,
    BureauNoticeLine,
    BureauNoticeNew,
)
from schemas.paging import Page


class BureauNoticeController(Controller):
    """Notices of a bureau to the families and staff of its schools."""

    path = "/orgs/{org_id:int}/bureau-notices"
    tags = ("Notices: bureau",)

    @get("/form", operation_id="getBureauNoticeForm", opt={"action": actions.BUREAU_NOTICE_EDIT})
    async def get_form(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> BureauNoticeForm:
        """Returns the bureaus and schools to which your bureau can send a notice."""
        return await runner.read(service.get_form)

    @get(operation_id="listBureauNotices", opt={"action": actions.BUREAU_NOTICE_EDIT})
    async def list_notices(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[BureauNoticeLine]:
        """Lists the notices of your bureau, newest first."""
        place = paging.decode(runner, cursor, AfterBureauNotice)
        rows = await runner.read(service.list_notices, place.bureau_notice_id if place else None, limit)
        return paging.page(runner, rows, limit, lambda row: AfterBureauNotice(bureau_notice_id=row.bureau_notice_id))

    @post(operation_id="addBureauNotice", opt={"action": actions.BUREAU_NOTICE_EDIT})
    async def add_notice(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[BureauNoticeNew]
    ) -> BureauNotice:
        """Drafts a notice to schools of your bureau.

        It leaves once it was submitted and a second officer has approved it.
        """
        return await runner.write(service.add_notice, data, again=service.get_notice)

    @get("/{bureau_notice_id:uuid}", operation_id="getBureauNotice", opt={"action": actions.BUREAU_NOTICE_EDIT})
    async def get_notice(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], bureau_notice_id: FromPath[UUID]
    ) -> BureauNotice:
        """Returns a notice of your bureau, with the schools that it goes to and how far it is at each."""
        return await runner.read(service.get_notice, bureau_notice_id)

    @get(
        "/{bureau_notice_id:uuid}/progress.csv",
        operation_id="exportBureauNoticeCsv",
        opt={"action": actions.BUREAU_NOTICE_EDIT},
        media_type="text/csv",
    )
    async def export_csv(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], bureau_notice_id: FromPath[UUID]
    ) -> bytes:
        """Returns how many people a notice reached, and how many opened and answered it, by school, as CSV.

        In UTF-8 with a byte order mark; no cell is read as a formula. Of a school where it reaches fewer than five people, how many opened
        and answered is left out.
        """
        content = await runner.read(service.export_progress, bureau_notice_id, "csv")
        runner.header("content-disposition", 'attachment; filename="xinqiao-schools.csv"')
        return content

    @get(
        "/{bureau_notice_id:uuid}/progress.xlsx",
        operation_id="exportBureauNoticeXlsx",
        opt={"action": actions.BUREAU_NOTICE_EDIT},
        media_type=files.XLSX,
    )
    async def export_xlsx(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], bureau_notice_id: FromPath[UUID]
    ) -> bytes:
        """Returns the same list as a workbook, in which every cell is text."""
        content = await runner.read(service.export_progress, bureau_notice_id, "xlsx")
        runner.header("content-disposition", 'attachment; filename="xinqiao-schools.xlsx"')
        return content

    @get(
        "/{bureau_notice_id:uuid}/files/{file_id:uuid}",
        operation_id="getBureauNoticeFile",
        opt={"action": actions.BUREAU_NOTICE_EDIT},
        media_type=MEDIA_TYPE,
    )
    async def get_file(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        bureau_notice_id: FromPath[UUID],
        file_id: FromPath[UUID],
    ) -> bytes:
        """Returns a file of a notice of your bureau, also of an earlier edition or of a correction that waits."""
        return hand_out(runner, await runner.read(reading.read_file, bureau_notice_id, file_id))

    @put("/{bureau_notice_id:uuid}", operation_id="setBureauNotice", opt={"action": actions.BUREAU_NOTICE_EDIT})
    async def set_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        bureau_notice_id: FromPath[UUID],
        data: JSONBody[BureauNoticeNew],
        version: NamedDependency[int],
    ) -> BureauNotice:
        """Replaces a notice before it is approved.

        One that was submitted becomes a draft again. 409 `notice-gone` once it was approved or cancelled.
        """
        return await runner.write(service.set_notice, bureau_notice_id, data, version, again=service.get_notice)

    @post(
        "/{bureau_notice_id:uuid}/submit",
        operation_id="submitBureauNotice",
        opt={"action": actions.BUREAU_NOTICE_SUBMIT},
        status_code=200,
    )
    async def submit_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        bureau_notice_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> BureauNotice:
        """Asks the other officers to approve a notice.

        409 `no-schools` when there is no school in its places, 409 `notice-gone` once it was approved or cancelled, 409 `officer-new`
        in your first seven days as an officer, and for seven days after your number or your factors were changed for you.
        """
        return await runner.write(service.submit_notice, bureau_notice_id, version, again=service.get_notice)

    @post(
        "/{bureau_notice_id:uuid}/approve",
        operation_id="approveBureauNotice",
        opt={"action": actions.BUREAU_NOTICE_APPROVE},
        status_code=200,
    )
    async def approve_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        bureau_notice_id: FromPath[UUID],
        data: JSONBody[BureauNoticeApproval],
    ) -> BureauNotice:
        """Approves exactly the notice that you read, which is then sent at each school.

        403 `approval-by-another` for the officer who last changed it or submitted it, 409 `notice-changed` when its text or its
        schools are no longer those of `digest`, 409 `notice-not-submitted` when nothing waits. 409 `officer-new` in your first seven
        days as an officer, and for seven days after your number or your factors were changed for you. The other officers are told.
        """
        return await runner.write(service.approve_notice, bureau_notice_id, data.digest, again=service.get_notice)

    @post(
        "/{bureau_notice_id:uuid}/return",
        operation_id="returnBureauNotice",
        opt={"action": actions.BUREAU_NOTICE_APPROVE},
        status_code=200,
    )
    async def return_notice(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], bureau_notice_id: FromPath[UUID]
    ) -> BureauNotice:
        """Returns a submitted notice to its writers as a draft.

        409 `notice-not-submitted` when nothing waits.
        """
        return await runner.write(service.return_notice, bureau_notice_id, again=service.get_notice)

    @post(
        "/{bureau_notice_id:uuid}/cancel",
        operation_id="cancelBureauNotice",
        opt={"action": actions.BUREAU_NOTICE_EDIT},
        status_code=200,
    )
    async def cancel_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        bureau_notice_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> BureauNotice:
        """Cancels a notice before it is approved.

        409 `notice-gone` once it was approved or cancelled.
        """
        return await runner.write(service.cancel_notice, bureau_notice_id, version, again=service.get_notice)

    @post(
        "/{bureau_notice_id:uuid}/recall",
        operation_id="recallBureauNotice",
        opt={"action": actions.BUREAU_NOTICE_RECALL},
        status_code=200,
    )
    async def recall_notice(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], bureau_notice_id: FromPath[UUID]
    ) -> BureauNotice:
        """Recalls a notice at every school; what has not left does not leave.

        Its readers see that it was withdrawn. Recalling again changes nothing. 409 `notice-not-sent` before it is approved.
        """
        return await runner.write(service.recall_notice, bureau_notice_id, again=service.get_notice)
