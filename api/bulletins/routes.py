"""Routes of bulletins."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.bulletins import actions, service
from api.http.request_runner import RequestRunner
from schemas.bulletins.wire import Bulletin, BulletinNew


class BulletinController(Controller):
    """Lines on everybody's first screen."""

    path = "/orgs/{org_id:int}/bulletins"
    tags = ("Bulletins",)

    @get(operation_id="listBulletins", opt={"action": actions.BULLETIN_READ})
    async def list_bulletins(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[Bulletin]:
        """Lists the bulletins that show today, the latest first."""
        return await runner.read(service.list_bulletins)

    @post(operation_id="addBulletin", opt={"action": actions.BULLETIN_EDIT})
    async def add_bulletin(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[BulletinNew]
    ) -> Bulletin:
        """Shows a line on everybody's first screen until its last day.

        409 `bulletin-over` when that day is over.
        """
        return await runner.write(service.add_bulletin, data, again=service.get_bulletin)

    @post("/{bulletin_id:uuid}/end", operation_id="endBulletin", opt={"action": actions.BULLETIN_EDIT}, status_code=200)
    async def end_bulletin(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], bulletin_id: FromPath[UUID]
    ) -> Bulletin:
        """Takes a bulletin off the first screens.

        Ending it again changes nothing.
        """
        return await runner.write(service.end_bulletin, bulletin_id, again=service.get_bulletin)
