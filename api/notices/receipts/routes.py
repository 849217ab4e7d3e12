"""Route of receipts."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.notices import actions
from api.notices.proofs import service as proofs
from api.notices.receipts import service
from api.notices.unreached import service as unreached
from api.roster.files import service as files
from schemas.messages.preview import Unreached
from schemas.notices.reached import Receipts, Waiting
from schemas.notices.receipts import ReceiptFile
from schemas.notices.rows import AfterWaiting


class NoticeReceiptController(Controller):
    """Receipts of a sent notice."""

    path = "/orgs/{org_id:int}/notices/{notice_id:uuid}"
    tags = ("Notices: writing",)

    @get("/receipts", operation_id="listNoticeReceipts", opt={"action": actions.NOTICE_FOLLOW, **NEUTRAL})
    async def list_receipts(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
        class_id: Annotated[
            UUID | None, QueryParameter(name="classId", description="Only people of this class.")
        ] = None,
    ) -> Receipts:
        """Returns how many people a notice reached in each class and lists those who have not answered.

        A class teacher sees their own class. A further page over all classes, without `classId`, is recorded as an export is: 403
        `step-up-needed` without a second factor in this session, unless it holds a class teacher's one class alone.
        """
        place = paging.decode(runner, cursor, AfterWaiting)
        if place is not None and class_id is None:
            found = await runner.read_confidential(service.list_more_receipts, notice_id, place, limit)
        else:
            found = await runner.read(service.list_receipts, notice_id, class_id, place, limit)
        kind, telling, totals, classes, disagreed, waiting = found
        return Receipts(
            notice_id=notice_id,
            kind=kind,
            telling=telling,
            totals=totals,
            classes=classes,
            disagreed=disagreed,
            waiting=waiting,
            next=paging.next_cursor(runner, waiting, limit, _place),
        )

    @get(
        "/receipts.csv",
        operation_id="exportNoticeReceiptsCsv",
        opt={"action": actions.NOTICE_FOLLOW, **NEUTRAL},
        media_type="text/csv",
    )
    async def export_csv(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], notice_id: FromPath[UUID]
    ) -> bytes:
        """Returns everybody whom a notice reaches, with what they did, as CSV in UTF-8 with a byte order mark.

        A class teacher gets their own class. No cell is read as a formula. The export is recorded. 403 `step-up-needed` without a second
        factor in this session, unless it holds a class teacher's one class alone. Of a withdrawn notice it names only who had answered.
        """
        content = await runner.read_confidential(service.export_receipts, notice_id, "csv")
        runner.header("content-disposition", 'attachment; filename="xinqiao-receipts.csv"')
        return content

    @get(
        "/receipts.xlsx",
        operation_id="exportNoticeReceiptsXlsx",
        opt={"action": actions.NOTICE_FOLLOW, **NEUTRAL},
        media_type=files.XLSX,
    )
    async def export_xlsx(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], notice_id: FromPath[UUID]
    ) -> bytes:
        """Returns the same list as a workbook, in which every cell is text.

        The export is recorded. 403 `step-up-needed` as for CSV.
        """
        content = await runner.read_confidential(service.export_receipts, notice_id, "xlsx")
        runner.header("content-disposition", 'attachment; filename="xinqiao-receipts.xlsx"')
        return content

    @get(
        "/receipts/signed",
        operation_id="exportSignedNoticeReceipts",
        opt={"action": actions.NOTICE_FOLLOW, **NEUTRAL},
    )
    async def export_signed(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], notice_id: FromPath[UUID]
    ) -> ReceiptFile:
        """Returns every answer to a notice, each signed, with the texts that they are to.

        A signature binds an answer to the text, its edition, the person and the student. It is verified without the service,
        by `xinqiao receipt verify`. A class teacher gets the answers for their own class. The export is recorded. 403 `step-up-needed`
        as for CSV.
        """
        return await runner.read_confidential(proofs.export_proofs, notice_id)

    @get(
        "/unreached",
        operation_id="exportUnreachedByNotice",
        opt={"action": actions.NOTICE_FOLLOW, **NEUTRAL},
    )
    async def export_unreached(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], notice_id: FromPath[UUID]
    ) -> Unreached:
        """Returns families and staff whom no channel reaches, so that they get the notice on paper.

        Before it is sent or after, by today's roster; who has read it is left out. A class teacher gets their own class. The list is
        recorded. 403 `step-up-needed` as for CSV, 409 `notice-gone` when the notice was cancelled or withdrawn.
        """
        return await runner.read_confidential(unreached.export_unreached, notice_id)


def _place(last: Waiting) -> AfterWaiting:
    return AfterWaiting(
        grade=last.grade,
        class_name=last.class_name,
        student_number=last.student_number,
        account_id=last.account_id,
    )
