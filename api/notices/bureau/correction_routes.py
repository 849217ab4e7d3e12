"""Routes of corrections of a bureau's notice."""

from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.notices import actions
from api.notices.bureau import correcting, service
from schemas.notices.bureau import BureauNotice, BureauNoticeApproval
from schemas.notices.bureau_editions import BureauCorrectionNew


class BureauCorrectionController(Controller):
    """Corrections of a bureau's notice that was sent."""

    path = "/orgs/{org_id:int}/bureau-notices/{bureau_notice_id:uuid}/correction"
    tags = ("Notices: bureau",)

    @post(operation_id="correctBureauNotice", opt={"action": actions.BUREAU_NOTICE_SUBMIT}, status_code=200)
    async def correct_notice(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        bureau_notice_id: FromPath[UUID],
        data: JSONBody[BureauCorrectionNew],
        version: NamedDependency[int],
    ) -> BureauNotice:
        """Submits a correction of a sent notice, which another officer approves.

        It takes the place of a correction that waits. Until it is approved, schools have the present edition. 409 `notice-not-sent` before the
        notice was sent, 409 `notice-gone` once it was recalled, 409 `officer-new` in your first seven days as an officer, and for seven days
        after your number or your factors were changed for you.
        """
        return await runner.write(correcting.correct_notice, bureau_notice_id, data, version, again=service.get_notice)

    @post(
        "/approve",
        operation_id="approveBureauCorrection",
        opt={"action": actions.BUREAU_NOTICE_APPROVE},
        status_code=200,
    )
    async def approve_correction(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        bureau_notice_id: FromPath[UUID],
        data: JSONBody[BureauNoticeApproval],
    ) -> BureauNotice:
        """Approves exactly the correction that you read, which replaces the notice at each school.

        Everybody is told again, and earlier answers no longer count. 403 `approval-by-another` for the officer who wrote it, 409
        `notice-changed` when its text or the schools are no longer those of `digest`, 409 `notice-not-submitted` when nothing waits, 409
        `notice-not-sent`, 409 `notice-gone` and 409 `officer-new` as for writing it.
        """
        answer = correcting.approve_correction
        return await runner.write(answer, bureau_notice_id, data.digest, again=service.get_notice)

    @post(
        "/return",
        operation_id="returnBureauCorrection",
        opt={"action": actions.BUREAU_NOTICE_APPROVE},
        status_code=200,
    )
    async def return_correction(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], bureau_notice_id: FromPath[UUID]
    ) -> BureauNotice:
        """Rejects the correction that waits, or takes it back; the notice stays as it was sent.

        409 `notice-not-submitted` when nothing waits, 409 `notice-not-sent`, 409 `notice-gone` once the notice was recalled.
        """
        return await runner.write(correcting.return_correction, bureau_notice_id, again=service.get_notice)
