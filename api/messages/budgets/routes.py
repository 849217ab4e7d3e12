"""Routes of SMS budgets."""

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.messages import actions
from api.messages.budgets import service
from schemas.messages.budgets import SmsBudget, SmsBudgetAnswer, SmsBudgetNew


class SmsBudgetController(Controller):
    """How many SMS an organisation lets out in a month (N1)."""

    path = "/orgs/{org_id:int}/sms-budget"
    tags = ("Messages: SMS budget",)

    @get(operation_id="getSmsBudget", opt={"action": actions.SMS_BUDGET_SEE})
    async def get_budget(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> SmsBudget:
        """Returns the SMS budget, and what of it has been spent this month."""
        return await runner.read(service.get_budget)

    @put(operation_id="setSmsBudget", opt={"action": actions.SMS_BUDGET_EDIT})
    async def set_budget(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        data: JSONBody[SmsBudgetNew],
        version: NamedDependency[int],
    ) -> SmsBudget:
        """Sets the SMS budget, or asks a second person for a higher one.

        A budget above the one in use and above the default is in `asked` until another leader or administrator agrees.
        """
        return await runner.write(service.set_budget, data, version, again=service.get_again)

    @post("/answer", operation_id="answerSmsBudget", opt={"action": actions.SMS_BUDGET_EDIT}, status_code=200)
    async def answer_budget(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[SmsBudgetAnswer]
    ) -> SmsBudget:
        """Agrees to a higher SMS budget, or refuses it.

        409 `sms-budget-not-asked` when another budget or none is asked for, 403 `sms-budget-by-another` when you asked
        for it yourself. The person who asked may take the request back.
        """
        return await runner.write(service.answer_budget, data, again=service.get_again)
