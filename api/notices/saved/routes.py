"""Routes of saved audiences."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.notices import actions
from api.notices.saved import service
from schemas.notices.saved import SavedAudience, SavedAudienceEdit, SavedAudienceLine, SavedAudienceNew


class SavedAudienceController(Controller):
    """Whom to write to, kept under a name: a writer's own, and the organisation's."""

    path = "/orgs/{org_id:int}/saved-audiences"
    tags = ("Notices: writing",)

    @get(operation_id="listSavedAudiences", opt={"action": actions.SAVED_AUDIENCE_USE})
    async def list_saved(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]
    ) -> list[SavedAudienceLine]:
        """Lists the saved audiences that you may use: your own, then the organisation's.

        A class teacher has their own alone.
        """
        return await runner.read(service.list_saved)

    @post(operation_id="addSavedAudience", opt={"action": actions.SAVED_AUDIENCE_EDIT})
    async def add_saved(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[SavedAudienceNew]
    ) -> SavedAudience:
        """Saves an audience, as your own or as the organisation's.

        403 `audience-shared-by-leaders` when a class teacher saves one for the school, 403 `audience-too-wide` when they choose more than
        their own classes. 409 `audience-name-taken`, 409 `audiences-full` after 30 of your own or 100 of the organisation.
        """
        return await runner.write(service.add_saved, data, again=service.get_saved)

    @get("/{audience_id:uuid}", operation_id="getSavedAudience", opt={"action": actions.SAVED_AUDIENCE_USE})
    async def get_saved(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], audience_id: FromPath[UUID]
    ) -> SavedAudience:
        """Returns a saved audience as it is today, without classes, students and schools that are there no longer."""
        return await runner.read(service.get_saved, audience_id)

    @put("/{audience_id:uuid}", operation_id="setSavedAudience", opt={"action": actions.SAVED_AUDIENCE_EDIT})
    async def set_saved(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        audience_id: FromPath[UUID],
        data: JSONBody[SavedAudienceEdit],
        version: NamedDependency[int],
    ) -> SavedAudience:
        """Replaces a saved audience.

        Notices that were written with it and not sent yet go to it as it is then. 409 `audience-removed` when it was removed, 409
        `audience-name-taken` when another one has its name, 403 `audience-too-wide` when a class teacher chooses more than their classes, 403
        `step-up-needed` without a second factor while something urgent is to leave to it.
        """
        return await runner.write(service.set_saved, audience_id, data, version, again=service.get_saved)

    @post(
        "/{audience_id:uuid}/remove",
        operation_id="removeSavedAudience",
        opt={"action": actions.SAVED_AUDIENCE_EDIT},
        status_code=200,
    )
    async def remove_saved(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        audience_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> SavedAudience:
        """Takes a saved audience out of the lists.

        Notices that were written with it go to whom it named last. Removing it again changes nothing.
        """
        return await runner.write(service.remove_saved, audience_id, version, again=service.get_saved)
