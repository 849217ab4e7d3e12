"""Routes of received notices."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http import paging
from api.http.request_runner import RequestRunner
from api.notices import actions
from api.notices.mine import service
from api.notices.mine.rules import in_order, place
from schemas.notices.mine import MyNotice, MyNoticeLine, NoticeSignature
from schemas.notices.receipts import ReceiptFile
from schemas.notices.rows import AfterMine
from schemas.paging import Page

Edition = Annotated[int, QueryParameter(ge=1, description="The edition that was read, as the notice says it.")]


class MyNoticeController(Controller):
    """Notices as their readers receive, open, acknowledge and sign them."""

    tags = ("Notices",)

    @get("/me/notices", operation_id="listMyNotices", opt={"action": actions.NOTICE_READ})
    async def list_mine(
        self, runner: NamedDependency[RequestRunner], cursor: paging.Cursor = None, limit: paging.Limit = 50
    ) -> Page[MyNoticeLine]:
        """Lists your notices from every organisation: unopened ones first, then the newest."""
        found = await runner.each_org(service.list_own, paging.decode(runner, cursor, AfterMine), limit)
        rows = in_order(n for own in found.values() for n in own)
        return paging.page(runner, rows[:limit], limit, place)

    @get(
        "/orgs/{org_id:int}/me/notices/{notice_id:uuid}",
        operation_id="getMyNotice",
        opt={"action": actions.NOTICE_READ},
    )
    async def get_mine(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], notice_id: FromPath[UUID]
    ) -> MyNotice:
        """Returns a notice that you received, in your language if it was written in it.

        This does not mark it as opened.
        """
        return await runner.read(service.get_mine, notice_id)

    @post(
        "/orgs/{org_id:int}/me/notices/{notice_id:uuid}/open",
        operation_id="openNotice",
        opt={"action": actions.NOTICE_READ},
        status_code=200,
    )
    async def open_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        edition: Edition = 1,
    ) -> MyNotice:
        """Marks a notice as opened.

        The first time counts; an edition that was corrected since is not marked. 409 `notice-withdrawn` when it was withdrawn.
        """
        return await runner.write(service.open_notice, notice_id, edition, again=service.get_mine)

    @post(
        "/orgs/{org_id:int}/me/notices/{notice_id:uuid}/acknowledge",
        operation_id="acknowledgeNotice",
        opt={"action": actions.NOTICE_ANSWER},
        status_code=200,
    )
    async def acknowledge_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        edition: Edition = 1,
    ) -> MyNotice:
        """Acknowledges a notice that asks for it.

        It is for every child for whom the notice reaches you at that moment; of each the first time counts. After `answerBy` it is marked late. 409 `nothing-to-answer` when the notice asks for
        something else, 409 `notice-withdrawn` when it was withdrawn, 409 `notice-over` once it is, 409 `notice-corrected` when the edition that was
        read is an earlier one.
        """
        return await runner.write(service.acknowledge_notice, notice_id, edition, again=service.get_mine)

    @post(
        "/orgs/{org_id:int}/me/notices/{notice_id:uuid}/sign",
        operation_id="signNotice",
        opt={"action": actions.NOTICE_ANSWER},
        status_code=200,
    )
    async def sign_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        notice_id: FromPath[UUID],
        data: JSONBody[NoticeSignature],
    ) -> MyNotice:
        """Signs a notice that asks for it with your full name, for the named children, or as staff for yourself.

        With `agrees` false they say that they do not agree, which is an answer as well. A child signed for before keeps its
        first answer; 409 `answered-already` when it was another one. 422 `invalid` with the code `mismatch` when the name is not the
        one that the school has, 409 `nothing-to-answer` when the notice asks for something else, 409 `notice-withdrawn`
        when it was withdrawn, 409 `notice-over` once it is, 409 `notice-corrected` when the edition that was read is an earlier one. 403
        `number-moved-lately` for a week after the school moved your number, while nobody else confirmed it.
        """
        return await runner.write(service.sign_notice, notice_id, data, again=service.get_mine)

    @get(
        "/orgs/{org_id:int}/me/notices/{notice_id:uuid}/receipt",
        operation_id="exportMyReceipt",
        opt={"action": actions.NOTICE_READ},
    )
    async def export_own(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], notice_id: FromPath[UUID]
    ) -> ReceiptFile:
        """Returns your own answers to a notice, signed, with the texts that they are to.

        They are verified without the service, by `xinqiao receipt verify`. Answers for a child who is no longer yours are not among
        them. It stays when the notice is withdrawn. 409 `nothing-answered` when you have not answered.
        """
        return await runner.read(service.export_own, notice_id)
