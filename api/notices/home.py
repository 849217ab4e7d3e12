"""Notices on the first screen."""

from collections.abc import Sequence

from api.core.first_screen import HomePart, ScreenFields, everybody
from api.notices.mine import service
from api.notices.mine.service import FIRST, Owed
from schemas.notices.home import HomeNotices


def _combined(found: Sequence[Owed]) -> HomeNotices:
    waiting = (notice for owed in found for notice in owed.first)
    pressing = sorted(waiting, key=lambda n: (not n.urgent, n.answer_by is None, n.answer_by or n.sent_at, n.notice_id))
    return HomeNotices(notices=pressing[:FIRST], notices_waiting=sum(owed.count for owed in found))


HOME = (
    HomePart(
        read=service.owed,
        nothing=Owed(count=0, first=[]),
        asked=everybody,
        screen=ScreenFields(shape=HomeNotices, of=_combined),
    ),
)
