"""A request of one organisation whose work is done in another, in one transaction there."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from api.http.request_runner import RequestRunner

T = TypeVar("T")


class Elsewhere(RequestRunner):
    """The same request in another organisation than its path's, where its person may have no role at all.

    Session, Idempotency-Key, retries and audit are as ever. `allow` checks in the path's organisation that the person may, once the
    request is whole; the operation says what they may do there.
    """

    def __init__(self, runner: RequestRunner, org_id: int, allow: Callable[[], Awaitable[Any]] | None = None) -> None:
        super().__init__(runner.request, runner.services, runner.request.app.state.org_hints)
        self._elsewhere, self._allow = org_id, allow

    async def _again(self, org_id: int, once: Callable[..., Awaitable[T]], *args: Any) -> T:
        if self._allow:
            await self._allow()
        return await super()._again(org_id, once, *args)

    def _org_id(self) -> int:
        return self._elsewhere
