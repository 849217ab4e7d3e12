"""Routes of calendar feeds."""

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.calendar.feeds import service
from api.core.access import ME, PUBLIC
from api.core.errors import NotFound, Unauthenticated
from api.http.auth import read_token
from api.http.request_runner import RequestRunner
from schemas.calendar.feeds.wire import Feed, FeedMade


class FeedController(Controller):
    """A person's appointments in the calendar of their phone."""

    tags = ("Calendar",)

    @get("/me/feed", operation_id="getFeed", opt={"action": ME, "door": True})
    async def get_feed(self, runner: NamedDependency[RequestRunner]) -> Feed:
        """Returns whether you have a calendar link and whether a calendar still reads it."""
        return await runner.read(service.get_feed)

    @post("/me/feed", operation_id="makeFeed", opt={"action": ME, "door": True, "idempotency_key": False})
    async def make_feed(self, runner: NamedDependency[RequestRunner]) -> FeedMade:
        """Creates a calendar link for all your appointments.

        The link is shown once, and an earlier one stops working. Anybody who has it sees when your appointments are: keep
        it to your own calendars. 403 `closed-for-now` in the week after your secret was reset without the old one, 403
        `number-moved-lately` in the week after a school moved your number.
        """
        runner.header("cache-control", "no-store")
        return await runner.write_without_key(service.make_feed)

    @delete("/me/feed", operation_id="endFeed", opt={"action": ME, "door": True})
    async def end_feed(self, runner: NamedDependency[RequestRunner]) -> None:
        """Ends your calendar link at once. 403 `closed-for-now` as for making one."""
        await runner.write(service.end_feed)

    @get("/feeds/{name:str}", operation_id="readFeed", opt={"action": PUBLIC}, media_type="text/calendar")
    async def read_feed(self, runner: NamedDependency[RequestRunner], name: FromPath[str]) -> Response[bytes]:
        """Returns the calendar behind a link, for calendar apps (iCalendar, RFC 5545).

        404 `not-found` once the link has ended.
        """
        try:
            token = read_token(name.removesuffix(".ics"))
        except Unauthenticated as error:
            raise NotFound from error
        reader = await runner.public(service.find_reader, token.account_id, token.token_hash)
        runner.header("cache-control", "private, no-cache")
        parts = await runner.run_as(reader.account_id, reader.org_ids, service.get_part, reader)
        return Response(service.combine(parts, reader), media_type="text/calendar")
