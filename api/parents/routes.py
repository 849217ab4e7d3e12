"""Routes of parent committees and parent schools."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.request_runner import RequestRunner
from api.parents import actions, service
from schemas.parents.wire import (
    MyParentGroup,
    ParentCandidate,
    ParentGroup,
    ParentGroupEdit,
    ParentGroupNew,
    ParentGroups,
    ParentMeetingNew,
    ParentMemberNew,
)


class ParentGroupController(Controller):
    """Parent committees and parent schools of a school and its classes."""

    path = "/orgs/{org_id:int}/parent-groups"
    tags = ("Parent committees",)

    @get(operation_id="listParentGroups", opt={"action": actions.PARENT_GROUP_READ})
    async def list_groups(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> ParentGroups:
        """Lists parent committees and parent schools within your reach with their members and meetings."""
        return await runner.read(service.list_groups)

    @post(operation_id="addParentGroup", opt={"action": actions.PARENT_GROUP_EDIT})
    async def add_group(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[ParentGroupNew]
    ) -> ParentGroup:
        """Forms a parent committee or a parent school, of the school or of one of your classes."""
        return await runner.write(service.add_group, data, again=service.get_group)

    @get("/candidates", operation_id="listParentCandidates", opt={"action": actions.PARENT_GROUP_EDIT})
    async def list_candidates(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        class_id: Annotated[UUID | None, QueryParameter(name="classId", description="The class.")] = None,
    ) -> list[ParentCandidate]:
        """Lists the guardians of a class who can become members; nobody whom a court's order keeps from a child."""
        return await runner.read(service.list_candidates, class_id)

    @put("/{group_id:uuid}", operation_id="setParentGroup", opt={"action": actions.PARENT_GROUP_EDIT})
    async def set_group(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        group_id: FromPath[UUID],
        data: JSONBody[ParentGroupEdit],
        version: NamedDependency[int],
    ) -> ParentGroup:
        """Renames a group, changes its term of office, or dissolves it."""
        return await runner.write(service.set_group, group_id, data, version, again=service.get_group)

    @post("/{group_id:uuid}/members", operation_id="addParentMember", opt={"action": actions.PARENT_GROUP_EDIT})
    async def add_member(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        group_id: FromPath[UUID],
        data: JSONBody[ParentMemberNew],
    ) -> ParentGroup:
        """Adds a guardian who has a child in the class or school.

        The membership ends by itself once no child of theirs is there, or a court's order bars them. 409
        `parent-member-already`, 409 `parent-group-over` after the term.
        """
        return await runner.write(service.add_member, group_id, data, again=service.get_group)

    @post(
        "/{group_id:uuid}/members/{parent_member_id:uuid}/end",
        operation_id="endParentMember",
        opt={"action": actions.PARENT_GROUP_EDIT},
        status_code=200,
    )
    async def end_member(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        group_id: FromPath[UUID],
        parent_member_id: FromPath[UUID],
    ) -> ParentGroup:
        """Takes a member out. Doing it again changes nothing."""
        return await runner.write(service.end_member, group_id, parent_member_id, again=service.get_group)

    @post("/{group_id:uuid}/meetings", operation_id="addParentMeeting", opt={"action": actions.PARENT_GROUP_EDIT})
    async def add_meeting(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        group_id: FromPath[UUID],
        data: JSONBody[ParentMeetingNew],
    ) -> ParentGroup:
        """Enters a meeting or a course that was held within the term, and which members came."""
        return await runner.write(service.add_meeting, group_id, data, again=service.get_group)

    @post(
        "/{group_id:uuid}/meetings/{meeting_id:uuid}/end",
        operation_id="endParentMeeting",
        opt={"action": actions.PARENT_GROUP_EDIT},
        status_code=200,
    )
    async def end_meeting(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        group_id: FromPath[UUID],
        meeting_id: FromPath[UUID],
    ) -> ParentGroup:
        """Takes a meeting that was entered by mistake out. Doing it again changes nothing."""
        return await runner.write(service.end_meeting, group_id, meeting_id, again=service.get_group)


class MyParentGroupController(Controller):
    """A guardian's own memberships."""

    tags = ("Parent committees",)

    @get("/me/parent-groups", operation_id="listMyParentGroups", opt={"action": actions.PARENT_GROUP_OWN})
    async def list_mine(self, runner: NamedDependency[RequestRunner]) -> list[MyParentGroup]:
        """Lists the parent committees and parent schools that you are a member of, and the meetings you came to."""
        found = await runner.each_org(service.list_mine)
        return [one for of_org in found.values() for one in of_org]
