"""Route of starting codes."""

from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.accounts.pupils import service
from api.core.access import Action
from api.web.edge import Edge
from schemas.accounts import StartingCode


class PupilController(Controller):
    """Pupils' ways to sign in."""

    path = "/orgs/{org_id:int}/students/{student_id:uuid}"
    tags = ("Signing in",)

    @post("/starting-code", operation_id="issueStartingCode", opt={"action": Action.PUPIL_CODE_ISSUE})
    async def issue(
        self, edge: NamedDependency[Edge], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> StartingCode:
        """A starting code for one pupil, shown once. If the pupil had a secret, they are shown that it was reset."""
        edge.header("cache-control", "no-store")
        return await edge.write_anew(service.issue_starting_code, student_id)
