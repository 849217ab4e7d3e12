"""The inbox on the first screen."""

from api.core.first_screen import HomePart, OrgFields, ScreenFields, everybody
from api.messages.inbox import service
from schemas.messages.home import HomeUnread


def _unread(count: int) -> HomeUnread:
    return HomeUnread(unread=count)


HOME = (
    HomePart(
        read=service.unread,
        nothing=0,
        asked=everybody,
        org=OrgFields(shape=HomeUnread, of=_unread),
        screen=ScreenFields(shape=HomeUnread, of=lambda counts: _unread(sum(counts))),
    ),
)
