"""Routes of cases that a bureau's officers open."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.elsewhere import Elsewhere
from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.bureau import naming, service
from schemas.observations.bureau import (
    SchoolCase,
    SchoolCaseListed,
    SchoolCaseOwner,
    SchoolCaseOwnerNamed,
    SchoolCaseReason,
)
from schemas.observations.urgent.wire import FirstStepNew, NumbersToCall
from schemas.observations.wire import ClosingRefused, ObservationFollowUp, ObservationText, StepNote

_OPT = {"action": actions.SCHOOL_CASE}
_CASE = "/{school_id:int}/{observation_id:uuid}"


def _at_school(runner: RequestRunner, org_id: int, school_id: int, observation_id: UUID) -> Elsewhere:
    """The request in the school, once the bureau says that it was told of this case."""
    return Elsewhere(runner, school_id, lambda: runner.each_of([org_id], service.allow, school_id, observation_id))


class SchoolCaseController(Controller):
    """Cases at a bureau's schools that lack an owner, or a second person to close; for the bureau's officers alone.

    Each is open as long as its school lacks somebody, and 404 from then on. All answers need a session with a second factor.
    """

    path = "/orgs/{org_id:int}/school-cases"
    opt = NEUTRAL
    tags = ("Observations: bureau",)

    @get(operation_id="listSchoolCases", opt=_OPT)
    async def list_cases(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[SchoolCaseListed]:
        """Lists the cases at your bureau's schools that lack somebody now, without child and text.

        403 `step-up-needed` without a session with a second factor.
        """
        told = await runner.read_confidential(service.list_told)
        found = [
            await Elsewhere(runner, at.school_id).read_confidential(service.find_listed, org_id, at) for at in told
        ]
        return sorted((case for case in found if case), key=lambda case: not case.urgent)

    @get(_CASE + "/owners", operation_id="listSchoolCaseOwners", opt=_OPT)
    async def list_owners(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
    ) -> list[SchoolCaseOwner]:
        """Lists colleagues of the school who could be given a case without an owner, the highest rung first.

        Nobody whom it concerns is among them. 404 once the school has an owner.
        """
        there = _at_school(runner, org_id, school_id, observation_id)
        return await there.read_confidential(naming.list_owners, org_id, observation_id)

    @post(_CASE + "/owner", operation_id="nameSchoolCaseOwner", opt=_OPT, status_code=204)
    async def name_owner(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[SchoolCaseOwnerNamed],
    ) -> None:
        """Gives a case without an owner to the rung of a colleague of the school, who is told at once.

        You need not open the case for it; its owners see that you did it. 404 once the school has an owner, 409 `owner-not-free` for
        anybody who is not listed.
        """
        there = _at_school(runner, org_id, school_id, observation_id)
        await there.write(naming.name_owner, org_id, observation_id, data)

    @get(_CASE, operation_id="getSchoolCase", opt=_OPT)
    async def get_case(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
    ) -> SchoolCase:
        """Returns such a case and the steps taken since, as somebody at the school who owned it would see it.

        That you open it is shown to its owners. 404 once the school has somebody again.
        """
        there = _at_school(runner, org_id, school_id, observation_id)
        return await there.read_confidential(service.get_case, org_id, observation_id)

    @post(_CASE + "/text", operation_id="readSchoolCaseText", opt=_OPT | {"idempotency_key": False}, status_code=200)
    async def read_text(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[SchoolCaseReason],
    ) -> ObservationText:
        """Returns what was observed, for a reason that its owners see.

        Each look is recorded at the school. 404 once the school has somebody again.
        """
        there = _at_school(runner, org_id, school_id, observation_id)
        there.header("cache-control", "no-store")
        return await there.write_without_key(service.read_text, org_id, observation_id, data)

    @get(_CASE + "/steps/{step_id:uuid}/note", operation_id="getSchoolCaseStepNote", opt=_OPT)
    async def get_note(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
        step_id: FromPath[UUID],
    ) -> StepNote:
        """Returns what was written about a step. Each look is recorded at the school."""
        there = _at_school(runner, org_id, school_id, observation_id)
        return await there.read_confidential(service.get_note, org_id, observation_id, step_id)

    @get(_CASE + "/phones", operation_id="getSchoolCasePhones", opt=_OPT)
    async def open_numbers(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
    ) -> NumbersToCall:
        """Returns whom to call about an urgent case: guardians in the order of contact, and the school's counsellors.

        Each look is recorded at the school. 404 for one that is not urgent.
        """
        there = _at_school(runner, org_id, school_id, observation_id)
        return await there.read_confidential(service.open_numbers, org_id, observation_id)

    @post(_CASE + "/first-steps", operation_id="addSchoolCaseFirstStep", opt=_OPT, status_code=200)
    async def add_first_step(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[FirstStepNew],
    ) -> SchoolCase:
        """Records a first step about an urgent case, with you and the time. 404 for one that is not urgent."""
        there = _at_school(runner, org_id, school_id, observation_id)
        there.header("cache-control", "no-store")
        return await there.write(service.add_first_step, org_id, observation_id, data, again=service.again(org_id))

    @post(_CASE + "/follow-ups", operation_id="followUpSchoolCase", opt=_OPT, status_code=200)
    async def follow_up(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[ObservationFollowUp],
        version: NamedDependency[int],
    ) -> SchoolCase:
        """Adds a step: what you did, or that you told the family. The text is sealed."""
        there = _at_school(runner, org_id, school_id, observation_id)
        there.header("cache-control", "no-store")
        return await there.write(service.follow_up, org_id, observation_id, data, version, again=service.again(org_id))

    @post(_CASE + "/close/agree", operation_id="agreeToCloseSchoolCase", opt=_OPT, status_code=204)
    async def agree(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
        version: NamedDependency[int],
    ) -> None:
        """Closes an urgent case that its only owner asked to close; you are the second person.

        409 `not-read` before you have opened its text, 409 `not-asked-to-close` when nobody in charge has asked.
        """
        there = _at_school(runner, org_id, school_id, observation_id)
        await there.write(service.agree, org_id, observation_id, version)

    @post(_CASE + "/close/refuse", operation_id="refuseToCloseSchoolCase", opt=_OPT, status_code=204)
    async def refuse(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        school_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[ClosingRefused],
        version: NamedDependency[int],
    ) -> None:
        """Keeps an urgent case open that its only owner asked to close.

        The reason is sealed. 409 `not-read` before you have opened its text, 409 `not-asked-to-close` when nobody in
        charge has asked.
        """
        there = _at_school(runner, org_id, school_id, observation_id)
        await there.write(service.refuse, org_id, observation_id, data, version)
