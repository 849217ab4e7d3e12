"""Routes of password and authenticator."""

from typing import TypeVar

from litestar import Controller, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.accounts.enrolment import service
from api.core.access import ME
from api.core.errors import Problem
from api.http.request_runner import RequestRunner
from schemas.accounts.wire import CodeGiven, PasswordNew, PasswordProof, TotpSecret, TotpWanted

Answer = TypeVar("Answer")


class EnrolmentController(Controller):
    """Password and authenticator, for staff who open confidential text."""

    path = "/me"
    tags = ("Yourself",)
    opt = {"door": True}  # noqa: RUF012

    @put("/password", operation_id="setPassword", opt={"action": ME, "idempotency_key": False}, status_code=204)
    async def set_password(self, runner: NamedDependency[RequestRunner], data: JSONBody[PasswordNew]) -> None:
        """Sets your password.

        The first one is set within ten minutes of signing in by phone: otherwise 403 `fresh-session-needed`. A later
        one needs the current password and an authenticator code: otherwise 403 `proof-needed`. 403 `staff-only` for
        everybody else, 429 `too-many` after too many tries.
        """
        _raised(await runner.write_without_key(service.set_password, data))

    @post("/totp", operation_id="addTotp", opt={"action": ME, "idempotency_key": False}, status_code=200)
    async def add_totp(self, runner: NamedDependency[RequestRunner], data: JSONBody[TotpWanted]) -> TotpSecret:
        """Creates a secret for your authenticator app.

        The secret is shown once, and a second call creates another. The same conditions hold as for a password: 403
        `fresh-session-needed`, 403 `proof-needed`, 403 `staff-only`, 429 `too-many`.
        """
        runner.header("cache-control", "no-store")
        # Not repeatable: a secret is not kept to be shown again. A second call makes a second secret.
        return _raised(await runner.write_without_key(service.add_totp, data))

    @post("/totp/confirm", operation_id="confirmTotp", opt={"action": ME, "idempotency_key": False}, status_code=204)
    async def confirm_totp(self, runner: NamedDependency[RequestRunner], data: JSONBody[CodeGiven]) -> None:
        """Confirms the authenticator with its first code.

        422 `wrong-code` when the code is wrong, 429 `too-many` after too many tries.
        """
        _raised(await runner.write_without_key(service.confirm_totp, data))

    @post("/proof", operation_id="proveByPassword", opt={"action": ME, "idempotency_key": False}, status_code=204)
    async def step_up(self, runner: NamedDependency[RequestRunner], data: JSONBody[PasswordProof]) -> None:
        """Gives your password and authenticator code: this session may open confidential text for an hour.

        403 `proof-needed` when they do not match, 403 `staff-only` for everybody else, 429 `too-many` after too many tries.
        """
        _raised(await runner.write_without_key(service.step_up, data))


def _raised(answer: "Answer | Problem") -> Answer:
    if isinstance(answer, Problem):
        raise answer
    return answer
