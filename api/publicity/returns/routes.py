"""Route of filing returns."""

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.http.request_runner import RequestRunner
from api.publicity import actions
from api.publicity.returns import service
from schemas.publicity.wire import PublicityReturn, PublicityReturnNew


class PublicityReturnController(Controller):
    """A school's periodic returns of its publicity work."""

    path = "/orgs/{org_id:int}/publicity/returns"
    tags = ("Publicity",)

    @post(operation_id="filePublicityReturn", opt={"action": actions.PUBLICITY_FILE})
    async def file_return(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], data: JSONBody[PublicityReturnNew]
    ) -> PublicityReturn:
        """Files the return of a period with the sums of its log as they were shown; once it was filed, amends it.

        An amendment is a further edition: what was filed stays. 409 `return-changed` when the sums or the newest edition are not those
        that were shown, `period-not-over` before the period's last day has passed. It reaches the bureaus above soon after.
        """
        return await runner.write(service.file_return, data, again=service.get_return)
