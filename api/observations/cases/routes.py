"""Routes of observations for those who own them."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http import paging
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.cases import service
from schemas.observations.rows import CaseCursor
from schemas.observations.wire import (
    Case,
    Closing,
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
    """Observations, tracked to an end by whoever owns their rung: class, grade, school (R4, R6)."""

    path = "/orgs/{org_id:int}/observations"
    tags = ("Observations: handling",)

    @get(operation_id="listObservations", opt={"action": actions.OBSERVATION_READ})
    async def list_cases(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        done: Annotated[bool, QueryParameter(description="Closed ones instead of open ones.")] = False,
        cursor: paging.Cursor = None,
        limit: paging.Limit = 50,
    ) -> Page[Observation]:
        """Observations you own, newest first; needs a session with password and authenticator."""
        rows = await runner.read_confidential(service.list_cases, paging.decode(cursor, CaseCursor), limit, done)
        last = CaseCursor(observation_id=rows[-1].observation_id) if len(rows) == limit else None
        return Page(items=rows, next=paging.encode(last) if last else None)

    @get("/{observation_id:uuid}", operation_id="getObservation", opt={"action": actions.OBSERVATION_READ})
    async def get_case(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], observation_id: FromPath[UUID]
    ) -> Case:
        """An observation you own, and what was done about it."""
        return await runner.read_confidential(service.get_case, observation_id)

    @get("/{observation_id:uuid}/text", operation_id="getObservationText", opt={"action": actions.OBSERVATION_READ})
    async def get_text(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], observation_id: FromPath[UUID]
    ) -> ObservationText:
        """What was seen. Each look is recorded."""
        return await runner.read_confidential(service.get_text, observation_id)

    @get("/{observation_id:uuid}/observer", operation_id="getObserver", opt={"action": actions.OBSERVER_READ})
    async def get_observer(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], observation_id: FromPath[UUID]
    ) -> Observer:
        """Who saw it, for the class teacher alone; where it concerns them, for the counsellors. Each look is recorded."""
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
        """What was written about a step. Each look is recorded."""
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
        """You see to it, with `If-Match`."""
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
        """Notes what you did, or that you told the family, with `If-Match`. The text is sealed."""
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
        """Hands it to the next rung, with `If-Match`; your own rung has it no more. 409 `top-rung` at the top."""
        runner.header("cache-control", "no-store")
        return await runner.write(service.raise_case, observation_id, data, version, again=service.get_raised)

    @post(
        "/{observation_id:uuid}/close",
        operation_id="closeObservation",
        opt={"action": actions.OBSERVATION_HANDLE},
        status_code=200,
    )
    async def close_case(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[Closing],
        version: NamedDependency[int],
    ) -> Case:
        """Ends it with an outcome and a note, with `If-Match`."""
        runner.header("cache-control", "no-store")
        return await runner.write(service.close_case, observation_id, data, version, again=service.get_case)
