"""Routes of the budgets of channels."""

from functools import partial
from typing import Annotated, TypeAlias

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.http.request_runner import RequestRunner
from api.messages import actions
from api.messages.budgets import service
from schemas.messages.budgets import BudgetChannel, ChannelBudget, ChannelBudgetAnswer, ChannelBudgetNew

Channel: TypeAlias = Annotated[BudgetChannel, QueryParameter(description="The channel; SMS unless said otherwise.")]


class ChannelBudgetController(Controller):
    """How many messages an organisation lets out by a channel in a month (N1)."""

    path = "/orgs/{org_id:int}/channel-budget"
    tags = ("Messages: budgets of channels",)

    @get(operation_id="getChannelBudget", opt={"action": actions.SMS_BUDGET_SEE})
    async def get_budget(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], channel: Channel = "sms"
    ) -> ChannelBudget:
        """Returns the budget of a channel, and what of it has been spent this month."""
        return await runner.read(service.get_budget, channel)

    @put(operation_id="setChannelBudget", opt={"action": actions.SMS_BUDGET_EDIT})
    async def set_budget(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[ChannelBudgetNew],
        version: NamedDependency[int],
        channel: Channel = "sms",
    ) -> ChannelBudget:
        """Sets the budget of a channel, or asks a second person for a higher one.

        A budget above the one in use and above the default is in `asked` until another leader or administrator agrees.
        """
        again = partial(service.get_again, channel=channel)
        return await runner.write(service.set_budget, channel, data, version, again=again)

    @post("/answer", operation_id="answerChannelBudget", opt={"action": actions.SMS_BUDGET_EDIT}, status_code=200)
    async def answer_budget(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[ChannelBudgetAnswer],
        channel: Channel = "sms",
    ) -> ChannelBudget:
        """Agrees to a higher budget, or refuses it.

        409 `sms-budget-not-asked` when another budget or none is asked for, 403 `sms-budget-by-another` when you asked
        for it yourself. The person who asked may take the request back.
        """
        again = partial(service.get_again, channel=channel)
        return await runner.write(service.answer_budget, channel, data, again=again)
