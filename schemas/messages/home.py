"""What the inbox adds to the first screen."""

import msgspec


class HomeUnread(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`unread`: messages of the inbox that wait to be read."""

    unread: int
