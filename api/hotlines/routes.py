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
    """Whom to call: the national lines, and those of schools, centres and bureaus (C5)."""

    tags = ("Hotlines",)

    @get("/hotlines", operation_id="listHotlines", opt={"action": PUBLIC})
    async def list_national(self, runner: NamedDependency[RequestRunner]) -> list[Hotline]:
        """The national lines, without signing in. Caches may keep them for an hour."""
        found = await runner.public(service.list_national)
        runner.header("cache-control", SHARED)
        return found

    @get("/me/hotlines", operation_id="listMyHotlines", opt={"action": ME})
    async def list_mine(self, runner: NamedDependency[RequestRunner]) -> list[Hotline]:
        """The lines of your organisations and of those above them, nearest first, then the national ones."""
        session = await runner.session()
        near = await runner.read(service.list_near, [*session.org_ids, *session.client_org_ids])
        parts = await runner.each_of(near, service.list_of)
        return [line for org_id in near for line in parts[org_id]]

    @get("/orgs/{org_id:int}/hotlines", operation_id="listOrgHotlines", opt={"action": actions.HOTLINE_READ})
    async def list_hotlines(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[Hotline]:
        """The organisation's own lines, for its administrators and officers."""
        return await runner.read(service.list_hotlines)

    @post("/orgs/{org_id:int}/hotlines", operation_id="addHotline", opt={"action": actions.HOTLINE_EDIT})
    async def add_hotline(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[HotlineNew]
    ) -> Hotline:
        """Adds a line, which everybody of the organisation and of those below it sees at once."""
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
        """Changes a line; send it whole, with `If-Match`."""
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
        """Takes a line out of the lists, with `If-Match`. Ending again answers the same."""
        return await runner.write(service.end_hotline, hotline_id, version, again=service.get_hotline)
