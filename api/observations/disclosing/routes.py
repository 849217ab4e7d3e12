"""Routes of learning who reported something, by two custodians."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.observations import actions
from api.observations.disclosing import service
from schemas.observations.disclosing.wire import Disclosure, DisclosureNew, DisclosureReason
from schemas.observations.wire import Observer


class DisclosureController(Controller):
    """Above the class teacher, two custodians learn together who reported something (DESIGN 7)."""

    path = "/orgs/{org_id:int}"
    opt = NEUTRAL
    tags = ("Observations: handling",)

    @post(
        "/observations/{observation_id:uuid}/disclosures",
        operation_id="askForObserver",
        opt={"action": actions.OBSERVER_DISCLOSE},
    )
    async def ask(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        observation_id: FromPath[UUID],
        data: JSONBody[DisclosureNew],
    ) -> Disclosure:
        """Asks another custodian to learn with you who reported an observation that you own.

        The reason is sealed for the custodians who may agree; they are told that something waits, and have 24 hours. 409
        `second-custodian-needed` where no other custodian counts, 409 `disclosure-waits` while an earlier request is open, 409
        `observation-done` when it is closed, 403 `step-up-needed` without a session by password and authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.ask, observation_id, data, again=service.get_disclosure)

    @get(
        "/observer-disclosures/{disclosure_id:uuid}",
        operation_id="getObserverDisclosure",
        opt={"action": actions.OBSERVER_DISCLOSE},
    )
    async def get_disclosure(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], disclosure_id: FromPath[UUID]
    ) -> Disclosure:
        """Returns a custodian's request to learn who reported something, for the school's custodians.

        Who is named in the report, or tied to the child, gets 404. 403 `step-up-needed` without a session by password and authenticator.
        """
        return await runner.read_confidential(service.get_disclosure, disclosure_id)

    @get(
        "/observer-disclosures/{disclosure_id:uuid}/reason",
        operation_id="getObserverDisclosureReason",
        opt={"action": actions.OBSERVER_DISCLOSE},
    )
    async def get_reason(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], disclosure_id: FromPath[UUID]
    ) -> DisclosureReason:
        """Returns why a custodian asks to learn who reported something.

        Each look is recorded. 403 `step-up-needed` without a session by password and authenticator.
        """
        return await runner.read_confidential(service.get_reason, disclosure_id)

    @post(
        "/observer-disclosures/{disclosure_id:uuid}/agree",
        operation_id="agreeToDiscloseObserver",
        opt={"action": actions.OBSERVER_DISCLOSE},
        status_code=200,
    )
    async def agree(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], disclosure_id: FromPath[UUID]
    ) -> Disclosure:
        """Agrees that you and the custodian who asked learn who reported something.

        Both may look for 24 hours. 409 `not-asked-to-disclose` when it is answered or over, 409 `second-custodian-needed` when you
        do not count as a second person, 409 `observation-done` when the observation is closed, 403 `step-up-needed` without a
        session by password and authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.agree, disclosure_id, again=service.get_disclosure)

    @post(
        "/observer-disclosures/{disclosure_id:uuid}/withdraw",
        operation_id="withdrawObserverDisclosure",
        opt={"action": actions.OBSERVER_DISCLOSE},
        status_code=200,
    )
    async def withdraw(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], disclosure_id: FromPath[UUID]
    ) -> Disclosure:
        """Withdraws your request or your agreement, or refuses the request of another custodian.

        Nobody looks from then on, and the other one is told. 409 `not-asked-to-disclose` when it is over or not yours to end,
        403 `step-up-needed` without a session by password and authenticator.
        """
        runner.header("cache-control", "no-store")
        return await runner.write(service.withdraw, disclosure_id, again=service.get_disclosure)

    @get(
        "/observer-disclosures/{disclosure_id:uuid}/observer",
        operation_id="getDisclosedObserver",
        opt={"action": actions.OBSERVER_DISCLOSE},
    )
    async def get_observer(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], disclosure_id: FromPath[UUID]
    ) -> Observer:
        """Returns who reported it, to the custodian who asked and the one who agreed.

        Each look is recorded, and the person is shown that it was learned. 409 `not-disclosed` before another custodian has agreed, or when
        the time is over, 403 `step-up-needed` without a session by password and authenticator.
        """
        return await runner.read_confidential(service.get_observer, disclosure_id)
