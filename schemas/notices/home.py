"""What notices add to the first screen."""

import msgspec

from schemas.notices.wire import HomeNotice


class HomeNotices(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`notices`: the first of the `noticesWaiting` that wait for an answer."""

    notices: list[HomeNotice]
    notices_waiting: int
