"""Routes of signing in and out. They take no Idempotency-Key: nothing of a sign-in is kept."""

from litestar import Controller, Response, delete, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from api.accounts.me import service as me
from api.accounts.signin import moved, passkey, service
from api.accounts.signin.answering import client_of, session_cookie, sign_in
from api.core.access import ME, PUBLIC
from api.http.request_runner import RequestRunner
from schemas.accounts.passkeys import PasskeyChallenge, PasskeySignIn
from schemas.accounts.wire import (
    CodeWanted,
    NumberObjection,
    PhoneSignIn,
    SignedIn,
    StaffSignIn,
    StudentSignIn,
    StudentStart,
)


class SignInController(Controller):
    """Signing in and out. Only ending a session takes an Idempotency-Key: nothing of a sign-in is stored.

    Failures alone are counted, by way in. 429 says in `Retry-After` when to try again, and in words another way in. A browser
    keeps a cookie of the device: there, wrong tries made elsewhere do not count.
    """

    path = "/auth"
    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @post("/code", operation_id="askCode", opt={"action": PUBLIC}, status_code=204)
    async def ask_code(self, runner: NamedDependency[RequestRunner], data: JSONBody[CodeWanted]) -> None:
        """Sends a one-time code to a phone.

        The answer is the same whether or not the phone belongs to anybody. 429 `too-many` after too many codes; those
        asked for on a device that the person signed in on before are counted apart.
        """
        refusal = await runner.public(service.ask_code, data, client_of(runner))
        if refusal:
            raise refusal

    @post("/phone", operation_id="signInByPhone", opt={"action": PUBLIC})
    async def by_phone(self, runner: NamedDependency[RequestRunner], data: JSONBody[PhoneSignIn]) -> Response[SignedIn]:
        """Signs a guardian or a member of staff in with a phone number and a one-time code.

        401 says which it was: `code-wrong`, `code-expired` (also where none was asked for), `code-used` or `code-tried-out`. A phone
        that nobody has is answered in the same way. 401 `name-needed` with the right code to a number that was silent for months,
        401 `name-wrong` with another name, 401 `number-moved` where a school moved this number lately: it can be taken back. 429 `too-many` after too many tries.
        """
        return await sign_in(runner, service.by_phone, data)

    @post("/number/objection", operation_id="takeBackNumber", opt={"action": PUBLIC}, status_code=204)
    async def take_back(self, runner: NamedDependency[RequestRunner], data: JSONBody[NumberObjection]) -> None:
        """Takes back that a school moved your phone number, with a code to the old number, within seven days.

        The old number signs in again, and who came by the new one is signed out. No session begins. 401 as for signing in; 409
        `nothing-to-take-back` when no school moved this number lately, or another person has confirmed the new one.
        """
        refusal = await runner.public(moved.take_back, data, client_of(runner))
        if refusal:
            raise refusal

    @post("/staff", operation_id="signInByPassword", opt={"action": PUBLIC})
    async def by_password(
        self, runner: NamedDependency[RequestRunner], data: JSONBody[StaffSignIn]
    ) -> Response[SignedIn]:
        """Signs a member of staff in with a password and the code of an authenticator.

        Such a session may open confidential text. 401 `sign-in-failed` when something does not match, 429 `too-many`
        after too many tries.
        """
        return await sign_in(runner, service.by_password, data)

    @post("/passkey/challenge", operation_id="beginPasskeySignIn", opt={"action": PUBLIC}, status_code=200)
    async def begin_passkey(self, runner: NamedDependency[RequestRunner]) -> PasskeyChallenge:
        """Creates a challenge for signing in with a passkey, good once and for five minutes."""
        return await runner.public(passkey.begin, client_of(runner))

    @post("/passkey", operation_id="signInByPasskey", opt={"action": PUBLIC})
    async def by_passkey(
        self, runner: NamedDependency[RequestRunner], data: JSONBody[PasskeySignIn]
    ) -> Response[SignedIn]:
        """Signs a member of staff in with a passkey, which stands for password and authenticator.

        Such a session may open confidential text. 401 `sign-in-failed` when it does not answer a challenge, or the device
        did not verify its owner; 429 `too-many` after too many tries.
        """
        return await sign_in(runner, passkey.by_passkey, data)

    @post("/student", operation_id="signInBySecret", opt={"action": PUBLIC})
    async def by_secret(
        self, runner: NamedDependency[RequestRunner], data: JSONBody[StudentSignIn]
    ) -> Response[SignedIn]:
        """Signs a student in with the class code, the name or student number, and the secret.

        401 `sign-in-failed` when they do not match, 429 `too-many` after too many tries.
        """
        return await sign_in(runner, service.by_secret, data)

    @post("/student/start", operation_id="signInByStartingCode", opt={"action": PUBLIC})
    async def by_starting_code(
        self, runner: NamedDependency[RequestRunner], data: JSONBody[StudentStart]
    ) -> Response[SignedIn]:
        """Signs a student in with a starting code of the class teacher and sets the student's secret.

        401 `sign-in-failed` when the code does not match or was used, 422 `invalid` for a secret that is easily guessed:
        the code stays good then. 429 `too-many` after too many tries.
        """
        return await sign_in(runner, service.by_starting_code, data)

    @delete("/session", operation_id="signOut", opt={"action": ME})
    async def sign_out(self, runner: NamedDependency[RequestRunner]) -> Response[None]:
        """Ends this session.

        The answer tells the browser to clear the answers it kept (`Clear-Site-Data`), so that the next person on this
        phone reads none.
        """
        runner.header("clear-site-data", '"cache"')
        await runner.write(me.end_this_session)
        return Response(None, status_code=204, cookies=[session_cookie(runner, "", None)])
