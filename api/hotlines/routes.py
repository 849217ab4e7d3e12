"""Routes of hotlines."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.core.access import ME, PUBLIC
from api.hotlines import actions, service
from api.http.request_runner import RequestRunner
from schemas.hotlines.wire import Hotline, HotlineNew

SHARED = "public, max-age=3600"
"""The national lines are the same for everybody, and seldom change."""


class HotlineController(Controller):
    """Hotlines of the nation, of schools, centres and bureaus (C5)."""

    tags = ("Hotlines",)

    @get("/hotlines", operation_id="listHotlines", opt={"action": PUBLIC})
    async def list_national(self, runner: NamedDependency[RequestRunner]) -> list[Hotline]:
        """Lists the national hotlines.

        Caches may keep them for an hour.
        """
        found = await runner.public(service.list_national)
        runner.header("cache-control", SHARED)
        return found

    @get("/me/hotlines", operation_id="listMyHotlines", opt={"action": ME})
    async def list_mine(self, runner: NamedDependency[RequestRunner]) -> list[Hotline]:
        """Lists the hotlines of your organisations, of those above them, and the national ones, nearest first."""
        session = await runner.session()
        near = await runner.read(service.list_near, [*session.org_ids, *session.client_org_ids])
        parts = await runner.each_of(near, service.list_of)
        return [line for org_id in near for line in parts[org_id]]

    @get("/orgs/{org_id:int}/hotlines", operation_id="listOrgHotlines", opt={"action": actions.HOTLINE_READ})
    async def list_hotlines(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[Hotline]:
        """Lists an organisation's own hotlines, for its administrators and officers."""
        return await runner.read(service.list_hotlines)

    @post("/orgs/{org_id:int}/hotlines", operation_id="addHotline", opt={"action": actions.HOTLINE_EDIT})
    async def add_hotline(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[HotlineNew]
    ) -> Hotline:
        """Adds a hotline.

        Everybody of the organisation and of those below it sees it at once.
        """
        return await runner.write(service.add_hotline, data, again=service.get_hotline)

    @put(
        "/orgs/{org_id:int}/hotlines/{hotline_id:uuid}",
        operation_id="setHotline",
        opt={"action": actions.HOTLINE_EDIT},
    )
    async def set_hotline(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        hotline_id: FromPath[UUID],
        data: JSONBody[HotlineNew],
        version: NamedDependency[int],
    ) -> Hotline:
        """Replaces what is known of a hotline.

        409 `hotline-ended` when it was taken out of the lists.
        """
        return await runner.write(service.set_hotline, hotline_id, data, version, again=service.get_hotline)

    @post(
        "/orgs/{org_id:int}/hotlines/{hotline_id:uuid}/end",
        operation_id="endHotline",
        opt={"action": actions.HOTLINE_EDIT},
        status_code=200,
    )
    async def end_hotline(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        hotline_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Hotline:
        """Takes a hotline out of the lists.

        Ending it again changes nothing.
        """
        return await runner.write(service.end_hotline, hotline_id, version, again=service.get_hotline)
