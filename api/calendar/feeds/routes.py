"""Routes of calendar feeds."""

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.calendar.feeds import service
from api.core.access import Action
from api.core.errors import NotFound, Unauthenticated
from api.web.auth import read_token
from api.web.edge import Edge
from schemas.feeds import Feed, FeedMade


class FeedController(Controller):
    """Your appointments in your phone's own calendar."""

    tags = ("Calendar",)

    @get("/me/feed", operation_id="getFeed", opt={"action": Action.ME})
    async def get_feed(self, edge: NamedDependency[Edge]) -> Feed:
        """Whether you have a calendar link, and whether a calendar still asks it."""
        return await edge.read(service.get_feed)

    @post("/me/feed", operation_id="makeFeed", opt={"action": Action.ME})
    async def make_feed(self, edge: NamedDependency[Edge]) -> FeedMade:
        """A calendar link for all your appointments, shown this once. An earlier one stops working.

        Whoever has it sees when your appointments are: keep it to your own calendars.
        """
        edge.header("cache-control", "no-store")
        return await edge.write_anew(service.make_feed)

    @delete("/me/feed", operation_id="endFeed", opt={"action": Action.ME})
    async def end_feed(self, edge: NamedDependency[Edge]) -> None:
        """Your calendar link stops working at once."""
        await edge.write(service.end_feed)

    @get("/feeds/{name:str}", operation_id="readFeed", opt={"action": Action.PUBLIC})
    async def read_feed(self, edge: NamedDependency[Edge], name: FromPath[str]) -> Response[bytes]:
        """The calendar behind a link (iCalendar, RFC 5545), for calendar apps. 404 once the link was ended."""
        try:
            token = read_token(name.removesuffix(".ics"))
        except Unauthenticated as error:
            raise NotFound from error
        reader = await edge.public(service.find_reader, token.account_id, token.token_hash)
        edge.header("cache-control", "private, no-cache")
        parts = await edge.inside(reader.account_id, reader.org_ids, service.get_part, reader)
        return Response(service.whole(parts, reader), media_type="text/calendar")
