"""Routes of an evening that its teacher cannot make."""

from datetime import date
from typing import Annotated

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.operation_names import NEUTRAL
from api.http.request_runner import RequestRunner
from api.visits import actions
from api.visits.handover import service
from schemas.visits.handover.wire import Evening, EveningHandOver, EveningNewTimes

Day = Annotated[
    date | None, QueryParameter(name="day", description="Of the organisation's time zone; today by default.")
]


class EveningController(Controller):
    """An evening of visits that its teacher cannot make."""

    opt = NEUTRAL
    path = "/orgs/{org_id:int}/run-sheet"
    tags = ("Home visits",)

    @get("/evening", operation_id="getEvening", opt={"action": actions.VISIT_HAND_OVER})
    async def get_evening(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], day: Day = None
    ) -> Evening:
        """Returns your visits of a day that have not begun, and the colleagues who could take them over.

        These are colleagues who may visit all of the families; whether they are free then is by their other appointments.
        """
        return await runner.read(service.get_evening, day)

    @post("/hand-over", operation_id="handOverEvening", opt={"action": actions.VISIT_HAND_OVER}, status_code=204)
    async def hand_over(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[EveningHandOver]
    ) -> None:
        """Has a colleague make all your visits of a day that have not begun; the families are told who comes.

        The times stay as they are. 409 `time-taken` when the colleague has something else then; nothing is changed. 409
        `fewer-come` for a colleague who comes to one of them already, without `fewer`. 409 `visit-begun` or `nothing-to-hand-over` when
        there is no visit to come, 412 when it is not the visits that you saw.
        """
        await runner.write(service.hand_over, data)

    @post("/new-times", operation_id="askNewTimes", opt={"action": actions.VISIT_HAND_OVER}, status_code=204)
    async def ask_new_times(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[EveningNewTimes]
    ) -> None:
        """Asks the families of all your visits of a day that have not begun for another time.

        The day's times are free again. Each family chooses a free time of another day, and the class teacher answers. 409 `visit-begun` or `nothing-to-hand-over`
        when there is no visit to come, 412 when it is not the visits that you saw.
        """
        await runner.write(service.ask_new_times, data)
