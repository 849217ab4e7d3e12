"""Routes of starting codes and students' secrets."""

from uuid import UUID

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.accounts import actions
from api.accounts.signin import moved
from api.accounts.students import colleagues, guardians, service
from api.core.access import ME
from api.http.request_runner import RequestRunner
from schemas.accounts.codes import StaffCodeWaiting
from schemas.accounts.numbers import OwnNumberSettled
from schemas.accounts.wire import CodeWaiting, SecretNew, StartingCode, UnnumberedGuardian


class StudentController(Controller):
    """Starting codes, with which students sign in first."""

    path = "/orgs/{org_id:int}"
    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @post(
        "/students/{student_id:uuid}/starting-code",
        operation_id="issueStartingCode",
        opt={"action": actions.STUDENT_CODE_ISSUE, "idempotency_key": False},
    )
    async def issue(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> StartingCode:
        """Issues a starting code for a student.

        The code is shown once and works once; the student sees who issued it. For a student who has a secret it works
        when somebody else confirms it, or with the old secret, and it takes a session with a second factor: otherwise
        403 `step-up-needed`.
        """
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(service.issue_starting_code, student_id)

    @get("/starting-codes", operation_id="listStartingCodes", opt={"action": actions.STUDENT_CODE_CONFIRM})
    async def list_waiting(self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]) -> list[CodeWaiting]:
        """Lists new starting codes that wait for a second adult, without the codes."""
        return await runner.read(service.list_waiting)

    @post(
        "/students/{student_id:uuid}/starting-code/confirm",
        operation_id="confirmStartingCode",
        opt={"action": actions.STUDENT_CODE_CONFIRM},
        status_code=204,
    )
    async def confirm(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> None:
        """Confirms, as the second adult, that a student needs a new starting code.

        403 `step-up-needed` without a second factor in this session, 409 `second-adult-other` when you issued it, 409
        `second-adult-new` within your first seven days at the school, 409 `second-adult-related` within those of who issued it or
        where one of you two was added or appointed by the other, 409 `no-code-waits` when there is none to confirm.
        """
        await runner.write(service.confirm_starting_code, student_id)

    @get(
        "/students/{student_id:uuid}/unnumbered-guardians",
        operation_id="listUnnumberedGuardians",
        opt={"action": actions.STUDENT_CODE_ISSUE},
    )
    async def list_unnumbered(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], student_id: FromPath[UUID]
    ) -> list[UnnumberedGuardian]:
        """Lists a student's guardians who have no phone number, with the name that each signs in with."""
        return await runner.read(guardians.list_unnumbered, student_id)

    @post(
        "/students/{student_id:uuid}/guardians/{guardian_id:uuid}/starting-code",
        operation_id="issueGuardianCode",
        opt={"action": actions.STUDENT_CODE_ISSUE, "idempotency_key": False},
    )
    async def issue_guardian(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        guardian_id: FromPath[UUID],
    ) -> StartingCode:
        """Issues a starting code on paper for a guardian without a phone number.

        They sign in as a student does, with `classCode`, `name` and the code, and set a secret. The rules are those of students' codes.
        409 `has-number` for a guardian who signs in by phone, and for somebody who is no guardian of the student.
        """
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(guardians.issue_code, student_id, guardian_id)

    @post(
        "/students/{student_id:uuid}/guardians/{guardian_id:uuid}/starting-code/confirm",
        operation_id="confirmGuardianCode",
        opt={"action": actions.STUDENT_CODE_CONFIRM},
        status_code=204,
    )
    async def confirm_guardian(
        self,
        runner: NamedDependency[RequestRunner],
        org_id: FromPath[int],
        student_id: FromPath[UUID],
        guardian_id: FromPath[UUID],
    ) -> None:
        """Confirms, as the second adult, that a guardian without a phone number needs a new starting code.

        It is refused as for students' codes.
        """
        await runner.write(guardians.confirm_code, student_id, guardian_id)


class StaffCodeController(Controller):
    """Starting codes of colleagues who have neither phone nor mail."""

    path = "/orgs/{org_id:int}"
    tags = ("Signing in",)
    opt = {"door": True}  # noqa: RUF012

    @post(
        "/staff/{staff_id:uuid}/starting-code",
        operation_id="issueStaffCode",
        opt={"action": actions.STAFF_CODE_ISSUE, "idempotency_key": False},
    )
    async def issue(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], staff_id: FromPath[UUID]
    ) -> StartingCode:
        """Issues a starting code on paper for a colleague who has neither phone nor mail.

        They sign in with `classCode`, `name` and the code, and set a secret; it is their password too. Where they have set one it takes a second
        adult or the old one. It takes a second factor, 403 `step-up-needed`. 409 `has-number` for a colleague who signs in by phone or
        mail, 409 `own-code` for your own.
        """
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(colleagues.issue_code, staff_id)

    @get("/staff-codes", operation_id="listStaffCodes", opt={"action": actions.STAFF_CODE_CONFIRM})
    async def list_waiting(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int]
    ) -> list[StaffCodeWaiting]:
        """Lists new starting codes of colleagues that wait for a second adult, without the codes."""
        return await runner.read(colleagues.list_waiting)

    @post(
        "/staff/{staff_id:uuid}/starting-code/confirm",
        operation_id="confirmStaffCode",
        opt={"action": actions.STAFF_CODE_CONFIRM},
        status_code=204,
    )
    async def confirm(
        self, runner: NamedDependency[RequestRunner], org_id: FromPath[int], staff_id: FromPath[UUID]
    ) -> None:
        """Confirms, as the second adult, that a colleague without phone and mail needs a new starting code.

        It is refused as for students' codes, and 409 `own-code` for your own.
        """
        await runner.write(colleagues.confirm_code, staff_id)


class SecretController(Controller):
    """The secret of who signs in by name."""

    path = "/me"
    tags = ("Yourself",)
    opt = {"door": True}  # noqa: RUF012

    @put("/secret", operation_id="setSecret", opt={"action": ME, "idempotency_key": False}, status_code=204)
    async def set_secret(self, runner: NamedDependency[RequestRunner], data: JSONBody[SecretNew]) -> None:
        """Changes your secret, if you are a student or a guardian without a phone number; your other sessions end.

        403 `proof-needed` when the current secret is wrong, 403 `students-only` for everybody else, 422 `invalid` for a
        secret that is easily guessed, 429 `too-many` after too many tries.
        """
        refusal = await runner.write_without_key(service.set_secret, data)
        if refusal:
            raise refusal

    @post(
        "/number-moves/settle",
        operation_id="settleNumberMove",
        opt={"action": ME, "idempotency_key": False},
        status_code=204,
    )
    async def settle(self, runner: NamedDependency[RequestRunner], data: JSONBody[OwnNumberSettled]) -> None:
        """States, by the secret you sign in with, whether the phone number that a school gave you is yours.

        If it is, you sign in by it alone from then on, and nothing is closed to it. If not, it goes away, and your other sessions end. 403
        `secret-wrong` for another secret, 409 `nothing-to-take-back` when you had a number before, or seven days are over, 429 `too-many`.
        """
        refusal = await runner.write_without_key(moved.settle, data)
        if refusal:
            raise refusal
