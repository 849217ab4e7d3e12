"""Routes of health committees."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.committees import service
from schemas.observations.rows import MemberCursor
from schemas.observations.wire import Member, MemberAnswer, MemberNew
from schemas.paging import Page


class CommitteeController(Controller):
    """Health committees of classes: two boys and two girls (R2)."""

    path = "/orgs/{org_id:int}/committee-members"
    opt = NEUTRAL
    tags = ("Observations: committees",)

    @get(operation_id="listCommitteeMembers", opt={"action": actions.COMMITTEE_READ})
    async def list_members(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[Member]:
        """Lists members and requests: of your class, about your children, or your own.

        Members who have left are not listed.
        """
        place = paging.decode(runner, cursor, MemberCursor)
        rows = await runner.read(service.list_members, place.member_id if place else None, limit)
        return paging.page(runner, rows, limit, lambda row: MemberCursor(member_id=row.member_id))

    @post(operation_id="appointCommitteeMember", opt={"action": actions.COMMITTEE_APPOINT})
    async def appoint_member(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[MemberNew]
    ) -> Member:
        """Asks a student of your class to serve on the health committee.

        The student serves once a guardian consents. 409 `seats-taken` when the class has two boys and two girls for
        that time, 409 `already-member` when the student was asked before.
        """
        return await runner.write(service.appoint_member, data, again=service.get_member)

    @get("/{member_id:uuid}", operation_id="getCommitteeMember", opt={"action": actions.COMMITTEE_READ})
    async def get_member(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], member_id: FromPath[UUID]
    ) -> Member:
        """Returns one member or request."""
        return await runner.read(service.get_member, member_id)

    @post(
        "/{member_id:uuid}/answer",
        operation_id="answerCommitteeRequest",
        opt={"action": actions.COMMITTEE_CONSENT},
        status_code=200,
    )
    async def answer_request(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        member_id: FromPath[UUID],
        data: JSONBody[MemberAnswer],
        version: NamedDependency[int],
    ) -> Member:
        """Consents to a child's service on the committee, or declines it, as a guardian.

        The service can be ended at any time. 409 `member-answered` when somebody answered before, 409 `term-over` after
        the term, 409 `guardian-new` from a guardian of less than a week while another one has been it for longer. The child's
        other guardians are told.
        """
        return await runner.write(service.answer_request, member_id, data, version, again=service.get_member)

    @post(
        "/{member_id:uuid}/end",
        operation_id="endCommitteeMember",
        opt={"action": actions.COMMITTEE_END},
        status_code=200,
    )
    async def end_member(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        member_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Member:
        """Ends a student's service: by the student, a guardian or the class teacher.

        Nobody is asked for a reason. Ending it again changes nothing.
        """
        return await runner.write(service.end_member, member_id, version, again=service.get_member)
