"""The route to which the mail server delivers replies."""

from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency

from api.calendar.replies import service
from api.core.access import PUBLIC
from api.core.db import NOBODY
from api.http.raw_body import raw_body
from api.http.request_runner import RequestRunner

LARGEST = 3 * 1024 * 1024
"""Bytes of a mail that we read. A REPLY has a few thousand; signatures with pictures make it two million."""


class ReplyController(Controller):
    """Answers of calendars to invites."""

    tags = ("Calendar",)

    @post(
        "/calendar/replies",
        operation_id="addReply",
        opt={"action": PUBLIC},
        status_code=204,
        security=[{"mailServer": []}],
        operation_class=raw_body("message/rfc822"),
        request_max_body_size=LARGEST,
    )
    async def add_reply(self, runner: NamedDependency[RequestRunner], request: Request[Any, Any, Any]) -> None:
        """Receives a whole mail to the address of an event from our mail server.

        A mail that is no reply to an invite, cannot be read, or does not come from whom it names is dropped, with the same
        answer. 401 `unauthenticated` when the secret is
        wrong.
        """
        config = runner.services.config
        service.check_secret(request.headers.get("authorization", ""), config.inbound_secret)
        reply = await service.read(await request.body(), config.mail_domain, config.mail_authserv)
        if reply is not None:
            await runner.run_as(NOBODY, [reply.org_id], service.take_in, reply)
