"""Routes of health committees."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http import paging
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.committees import service
from schemas.observations.rows import MemberCursor
from schemas.observations.wire import Member, MemberAnswer, MemberNew
from schemas.paging import Page


class CommitteeController(Controller):
    """Health committees of classes: two boys and two girls (R2)."""

    path = "/orgs/{org_id:int}/committee-members"
    tags = ("Observations: committees",)

    @get(operation_id="listCommitteeMembers", opt={"action": actions.COMMITTEE_READ})
    async def list_members(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[Member]:
        """Members and requests: of your class, about your children, or your own. Who has left is not listed."""
        place = paging.decode(cursor, MemberCursor)
        rows = await runner.read(service.list_members, place.member_id if place else None, limit)
        last = MemberCursor(member_id=rows[-1].member_id) if len(rows) == limit else None
        return Page(items=rows, next=paging.encode(last) if last else None)

    @post(operation_id="appointCommitteeMember", opt={"action": actions.COMMITTEE_APPOINT})
    async def appoint_member(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[MemberNew]
    ) -> Member:
        """Asks a student of your class to serve; it begins once a guardian consents. 409 when the seats are taken."""
        return await runner.write(service.appoint_member, data, again=service.get_member)

    @get("/{member_id:uuid}", operation_id="getCommitteeMember", opt={"action": actions.COMMITTEE_READ})
    async def get_member(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], member_id: FromPath[UUID]
    ) -> Member:
        """One member or request."""
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
        """A guardian consents to their child's serving or declines, with `If-Match`; it can be ended at any time."""
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
        """The student leaves, a guardian takes back the consent, or the class teacher ends it; with `If-Match`.

        Nobody is asked why. Ending again answers the same.
        """
        return await runner.write(service.end_member, member_id, version, again=service.get_member)
