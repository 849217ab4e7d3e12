"""Routes of providers and rooms."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.counselling import actions
from api.counselling.providers import service
from api.http.request_runner import RequestRunner
from schemas.counselling.providers.wire import EndedPlace, Provider, ProviderNew, Room, RoomNew


class ProviderController(Controller):
    """Providers and rooms, where counselling takes place."""

    path = "/orgs/{org_id:int}/providers"
    tags = ("Counselling: places and hours",)

    @get(operation_id="listProviders", opt={"action": actions.PROVIDER_READ})
    async def list_providers(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[Provider]:
        """Lists the providers in use, each with its rooms."""
        return await runner.read(service.list_providers)

    @post(operation_id="addProvider", opt={"action": actions.PROVIDER_EDIT})
    async def add_provider(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[ProviderNew]
    ) -> Provider:
        """Adds a provider."""
        return await runner.write(service.add_provider, data, again=service.get_provider)

    @put("/{provider_id:uuid}", operation_id="setProvider", opt={"action": actions.PROVIDER_EDIT})
    async def set_provider(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        provider_id: FromPath[UUID],
        data: JSONBody[ProviderNew],
        version: NamedDependency[int],
    ) -> Provider:
        """Replaces what is known of a provider.

        409 `place-ended` when the provider is out of use.
        """
        return await runner.write(service.set_provider, provider_id, data, version, again=service.get_provider)

    @post("/{provider_id:uuid}/end", operation_id="endProvider", opt={"action": actions.PROVIDER_EDIT}, status_code=200)
    async def end_provider(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        provider_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> EndedPlace:
        """Takes a provider out of use.

        Coming bookings stay, and the answer names them. Ending it again changes nothing.
        """
        return await runner.write(service.end_provider, provider_id, version, again=service.get_ended_provider)

    @post("/{provider_id:uuid}/rooms", operation_id="addRoom", opt={"action": actions.PROVIDER_EDIT})
    async def add_room(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        provider_id: FromPath[UUID],
        data: JSONBody[RoomNew],
    ) -> Room:
        """Adds a room to a provider.

        409 `place-ended` when the provider is out of use.
        """
        return await runner.write(service.add_room, provider_id, data, again=service.get_room)

    @put("/{provider_id:uuid}/rooms/{room_id:uuid}", operation_id="setRoom", opt={"action": actions.PROVIDER_EDIT})
    async def set_room(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        provider_id: FromPath[UUID],
        room_id: FromPath[UUID],
        data: JSONBody[RoomNew],
        version: NamedDependency[int],
    ) -> Room:
        """Renames a room.

        409 `place-ended` when the room or its provider is out of use.
        """
        return await runner.write(service.set_room, provider_id, room_id, data, version, again=service.get_room)

    @post(
        "/{provider_id:uuid}/rooms/{room_id:uuid}/end",
        operation_id="endRoom",
        opt={"action": actions.PROVIDER_EDIT},
        status_code=200,
    )
    async def end_room(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        provider_id: FromPath[UUID],
        room_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> EndedPlace:
        """Takes a room out of use.

        Coming bookings stay, and the answer names them. Ending it again changes nothing.
        """
        return await runner.write(service.end_room, provider_id, room_id, version, again=service.get_ended_room)
