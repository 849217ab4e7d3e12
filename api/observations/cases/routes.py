"""Routes of observations for those who own them."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http import paging
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.cases import service
from schemas.observations.rows import CaseCursor
from schemas.observations.wire import (
    Case,
    Observation,
    ObservationFollowUp,
    ObservationText,
    Observer,
    Raised,
    RaiseNew,
    StepNote,
)
from schemas.paging import Page


class CaseController(Controller):
    """Observations as their owners handle them, rung by rung: class, grade, school (R4, R6)."""

    path = "/orgs/{org_id:int}/observations"
    opt = NEUTRAL
    tags = ("Observations: handling",)

    @get(operation_id="listObservations", opt={"action": actions.OBSERVATION_READ})
    async def list_cases(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        done: Annotated[bool, QueryParameter(description="Lists closed observations instead of open ones.")] = False,
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[Observation]:
        """Lists the observations that you own, newest first.

        403 `step-up-needed` without a session by password and authenticator.
        """
        rows = await runner.read_confidential(
            service.list_cases, paging.decode(runner, cursor, CaseCursor), limit, done
        )
        return paging.page(runner, rows, limit, lambda row: CaseCursor(observation_id=row.observation_id))

    @get("/{observation_id:uuid}", operation_id="getObservation", opt={"action": actions.OBSERVATION_READ})
    async def get_case(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], observation_id: FromPath[UUID]
    ) -> Case:
        """Returns an observation that you own and the steps taken since.

        403 `step-up-needed` without a session by password and authenticator.
        """
        return await runner.read_confidential(service.get_case, observation_id)

    @get("/{observation_id:uuid}/text", operation_id="getObservationText", opt={"action": actions.OBSERVATION_READ})
    async def get_text(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], observation_id: FromPath[UUID]
    ) -> ObservationText:
        """Returns what was observed.

        Each look is recorded. 403 `step-up-needed` without a session by password and authenticator.
        """
        return await runner.read_confidential(service.get_text, observation_id)

    @get("/{observation_id:uuid}/observer", operation_id="getObserver", opt={"action": actions.OBSERVER_READ})
    async def get_observer(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], observation_id: FromPath[UUID]
    ) -> Observer:
        """Returns who observed it, for the class teacher alone.

        Where the observation concerns the class teacher, nobody does: two custodians may learn it together. Each look is recorded. 403
        `step-up-needed` without a session by password and authenticator.
        """
        return await runner.read_confidential(service.get_observer, observation_id)

    @get(
        "/{observation_id:uuid}/steps/{step_id:uuid}/note",
        operation_id="getObservationStepNote",
        opt={"action": actions.OBSERVATION_READ},
    )
    async def get_note(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        step_id: FromPath[UUID],
    ) -> StepNote:
        """Returns what was written about a step.

        Each look is recorded. 403 `step-up-needed` without a session by password and authenticator.
        """
        return await runner.read_confidential(service.get_note, observation_id, step_id)

    @post(
        "/{observation_id:uuid}/take-up",
        operation_id="takeUpObservation",
        opt={"action": actions.OBSERVATION_HANDLE},
        status_code=200,
    )
    async def take_up(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> Case:
        """Takes on an observation.

        409 `observation-done` when it is closed, 403 `step-up-needed` without a session by password and authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.take_up, observation_id, version, again=service.get_case)

    @post(
        "/{observation_id:uuid}/follow-ups",
        operation_id="followUpObservation",
        opt={"action": actions.OBSERVATION_HANDLE},
        status_code=200,
    )
    async def follow_up(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[ObservationFollowUp],
        version: NamedDependency[int],
    ) -> Case:
        """Adds a step: what you did, or that you told the family.

        The text is sealed. 409 `observation-done` when the observation is closed, 403 `step-up-needed` without a
        session by password and authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.follow_up, observation_id, data, version, again=service.get_case)

    @post(
        "/{observation_id:uuid}/raise",
        operation_id="raiseObservation",
        opt={"action": actions.OBSERVATION_HANDLE},
        status_code=200,
    )
    async def raise_case(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[RaiseNew],
        version: NamedDependency[int],
    ) -> Raised:
        """Passes an observation to the next rung above yours.

        Your own rung no longer owns it. 409 `top-rung` when nobody is above, 409 `observation-done` when it is closed,
        403 `step-up-needed` without a session by password and authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.raise_case, observation_id, data, version, again=service.get_raised)
