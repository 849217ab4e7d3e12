"""Routes of a person's own settings, sessions and devices."""

from functools import partial
from typing import Annotated
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.accounts.me import service
from api.core.access import ME
from api.core.errors import Problem
from api.http.request_runner import RequestRunner
from schemas.accounts.rows import DeviceNew
from schemas.accounts.wire import (
    CodeGiven,
    Device,
    EmailNew,
    EndedSessions,
    Profile,
    ProfileEdit,
    SecretReset,
    SessionShown,
)


class MeController(Controller):
    """A person's own settings, sessions and devices."""

    path = "/me"
    tags = ("Yourself",)
    opt = {"door": True}  # noqa: RUF012

    @get(operation_id="getProfile", opt={"action": ME})
    async def get_profile(self, runner: NamedDependency[RequestRunner]) -> Profile:
        """Returns your settings."""
        return await runner.read(service.get_profile)

    @put(operation_id="setProfile", opt={"action": ME})
    async def set_profile(
        self, runner: NamedDependency[RequestRunner], data: JSONBody[ProfileEdit], version: NamedDependency[int]
    ) -> Profile:
        """Replaces your settings."""
        return await runner.write(service.set_profile, data, version, again=service.get_profile)

    @put("/email", operation_id="setEmail", opt={"action": ME}, status_code=204)
    async def set_email(self, runner: NamedDependency[RequestRunner], data: JSONBody[EmailNew]) -> None:
        """Sends a code to an email address that is to receive your invites.

        The address counts once it is confirmed. 403 `step-up-needed` when you have a second factor and did not give it
        in this session. 403 `fresh-session-needed` when you have none, and a confirmed address would be replaced in a
        session older than ten minutes. 403 `closed-for-now` in a session by PIN, and in the week after your secret was
        reset without the old one. 429 `too-many` after too many codes.
        """
        await runner.write(service.set_email, data)

    @post("/email/confirm", operation_id="confirmEmail", opt={"action": ME, "idempotency_key": False}, status_code=200)
    async def confirm_email(self, runner: NamedDependency[RequestRunner], data: JSONBody[CodeGiven]) -> Profile:
        """Confirms your email address with the code that was sent to it.

        422 `wrong-code` when the code is wrong or has expired.
        """
        answer = await runner.write_without_key(service.confirm_email, data)
        if isinstance(answer, Problem):
            raise answer
        return answer

    @delete("/email", operation_id="removeEmail", opt={"action": ME})
    async def remove_email(self, runner: NamedDependency[RequestRunner]) -> None:
        """Removes your email address.

        403 `step-up-needed`, 403 `fresh-session-needed` and 403 `closed-for-now` as for setting one.
        """
        await runner.write(service.remove_email)

    @get("/sessions", operation_id="listSessions", opt={"action": ME})
    async def list_sessions(self, runner: NamedDependency[RequestRunner]) -> list[SessionShown]:
        """Lists the sessions in which you are signed in."""
        return await runner.read(service.list_sessions)

    @delete("/sessions", operation_id="endOtherSessions", opt={"action": ME}, status_code=200)
    async def end_other_sessions(
        self,
        runner: NamedDependency[RequestRunner],
        calendar_links: Annotated[
            bool, QueryParameter(name="calendarLinks", description="Also end your calendar link.")
        ] = False,
    ) -> EndedSessions:
        """Ends all your other sessions at once, and your calendar link if you ask for it.

        Your devices receive no more notifications, except this one. Unfinished drafts of confidential texts are discarded.
        403 `closed-for-now` in a session by PIN; in the week after a reset, on a device that others use.
        """
        session = await runner.session()
        ended = partial(service.sign_out_everywhere, calendar_links=calendar_links)
        return await runner.write(ended, list(session.all_org_ids))

    @delete("/sessions/{session_id:uuid}", operation_id="endSession", opt={"action": ME})
    async def end_session(self, runner: NamedDependency[RequestRunner], session_id: FromPath[UUID]) -> None:
        """Ends one of your sessions at once. 403 `closed-for-now` for another than this one in a session by PIN."""
        await runner.write(service.end_session, session_id)

    @get("/devices", operation_id="listDevices", opt={"action": ME})
    async def list_devices(self, runner: NamedDependency[RequestRunner]) -> list[Device]:
        """Lists the devices that receive your notifications."""
        return await runner.read(service.list_devices)

    @post("/devices", operation_id="addDevice", opt={"action": ME})
    async def add_device(self, runner: NamedDependency[RequestRunner], data: JSONBody[DeviceNew]) -> Device:
        """Registers this phone or browser for notifications, until its session is ended.

        409 `shared-phone` in a session on a device that others use.
        """
        return await runner.write(service.add_device, data, again=service.get_device)

    @delete("/devices/{device_id:uuid}", operation_id="removeDevice", opt={"action": ME})
    async def remove_device(self, runner: NamedDependency[RequestRunner], device_id: FromPath[UUID]) -> None:
        """Removes a device, which then receives no more notifications. 403 `closed-for-now` in a session by PIN."""
        await runner.write(service.remove_device, device_id)

    @get("/resets", operation_id="listResets", opt={"action": ME})
    async def list_resets(self, runner: NamedDependency[RequestRunner]) -> list[SecretReset]:
        """Lists who issued a new starting code for you and when, if you are a student."""
        return await runner.read(service.list_resets)
